import { runToolCalls } from '../tools/run-tool-calls.js';
import { createRunState } from '../tools/run-state.js';
import { createServerToolCompiler } from '../tools/server-tools.js';
import { createToolSet, type ToolSet } from '../tools/tool-set.js';
import { isDevelopmentEnvironment } from '../options/is-development.js';
import { shownToolError } from '../tools/shown-tool-error.js';
import type { ToolCall } from '../tools/call-tool.js';
import type { ToolOutcome } from '../tools/tool-outcome.js';
import type { InnerAgent } from './inner-agent.js';
import { runInnerStep, type StepInput, type StepResult } from './inner-step.js';
import type {
  ServerToolSource,
  ServerToolsContext,
  WithServerToolsOptions,
} from './server-tools-options.js';
import type { LooseEvent } from './step-log.js';
import { toV1Content, withV1Results } from './v1-results.js';

export interface ServerToolsRunOptions extends WithServerToolsOptions {
  readonly inner: InnerAgent;
  readonly tools: readonly ServerToolSource[];
  /** Makes a clone of the inner agent what the outer one has become. */
  readonly prepare: (agent: InnerAgent) => void;
  readonly context: ServerToolsContext;
  /** Tells an event. */
  readonly emit: (event: LooseEvent) => void;
}

const DEFAULT_MAX_STEPS = 10;

/** The tools of the input, as far as they matter here. */
interface RunInput extends StepInput {
  readonly tools?: unknown;
}

/**
 * One run of an agent with server tools (v1.md 14.4): asks the agent, answers the calls of server
 * tools and asks again, until it calls none, or the browser has to answer too, or the steps are over.
 * Rejects with what the agent rejects with.
 */
export async function runWithServerTools(
  input: RunInput,
  options: ServerToolsRunOptions,
): Promise<void> {
  const { context, maxSteps = DEFAULT_MAX_STEPS, newId = () => crypto.randomUUID() } = options;
  const tools = await collectTools(input, options);
  const offered = [...listOf(input.tools), ...tools.specs.map(toDeclaration)];
  let stepInput: StepInput = { ...input, tools: offered };
  for (let step = 1; ; step += 1) {
    const result = await runInnerStep(options.inner, stepInput, {
      prepare: options.prepare,
      signal: context.signal,
      onEvent: (event) => {
        if (step === 1 || event.type !== 'RUN_STARTED') options.emit(event);
      },
    });
    if (context.signal.aborted || result.log.failed) return;
    const pending = result.log.pendingCalls();
    const own = pending.filter(({ toolName }) => tools.get(toolName) !== undefined);
    const answers = await answerCalls(own, { ...options, newId, tools, result });
    if (context.signal.aborted) return;
    const goesOn = own.length > 0 && answers.complete && own.length === pending.length;
    if (!goesOn || step >= maxSteps || isInterrupted(result.log.finished)) {
      finish(result.log.finished, input, options);
      return;
    }
    const { resume: _answered, ...rest } = stepInput;
    stepInput = {
      ...rest,
      threadId: input.threadId,
      // A server that remembers runs would take the same id for the same run.
      runId: newId(),
      messages: [...result.messages, ...answers.messages],
      state: answers.state,
    };
  }
}

/** The end of the last step is the end of the run that the caller has begun. */
function finish(
  finished: LooseEvent | undefined,
  { threadId, runId }: StepInput,
  { emit }: ServerToolsRunOptions,
): void {
  if (finished !== undefined) emit({ ...finished, threadId, runId });
}

function isInterrupted(finished: LooseEvent | undefined): boolean {
  const outcome: unknown = finished?.outcome;
  return (
    typeof outcome === 'object' && outcome !== null && Reflect.get(outcome, 'type') === 'interrupt'
  );
}

/** All tools of the run but those whose name a frontend tool has. */
async function collectTools(input: RunInput, options: ServerToolsRunOptions): Promise<ToolSet> {
  const { context, resultEncoding, logger } = options;
  const compile = createServerToolCompiler();
  const lists = await Promise.all(
    options.tools.map(async (source) =>
      compile(typeof source === 'function' ? await source(context) : [source]),
    ),
  );
  context.signal.throwIfAborted();
  const taken = new Set(listOf(input.tools).map(nameOf));
  const server = lists.flat().filter(({ name }) => !taken.has(name));
  return createToolSet({
    server: resultEncoding === 'v1' ? server.map(withV1Results) : server,
    logger,
  });
}

interface Answering extends Omit<ServerToolsRunOptions, 'tools'> {
  readonly newId: () => string;
  readonly tools: ToolSet;
  readonly result: StepResult;
}

interface Answers {
  readonly messages: readonly unknown[];
  readonly state: unknown;
  /** Whether every call has its answer: tools without an executor are answered by the browser. */
  readonly complete: boolean;
}

async function answerCalls(calls: readonly ToolCall[], answering: Answering): Promise<Answers> {
  const { context, emit, logger, newId, result } = answering;
  const state = createRunState(result.state, (event) => emit(event as LooseEvent));
  const messages = new Map<ToolCall, unknown>();
  const { redact, environment } = answering;
  const policy = { isDevelopment: isDevelopmentEnvironment(environment), redact };
  const tell = (call: ToolCall, outcome: ToolOutcome): void => {
    if (context.signal.aborted) return;
    const { toolCallId } = call;
    const id = newId();
    const content = answering.resultEncoding === 'v1' ? toV1Content(outcome) : outcome.content;
    emit({ type: 'TOOL_CALL_RESULT', messageId: id, toolCallId, role: 'tool', content });
    messages.set(call, { id, role: 'tool', toolCallId, content });
  };
  await runToolCalls(calls, {
    tools: answering.tools,
    context,
    state,
    logger,
    signal: context.signal,
    timeoutMs: answering.toolTimeoutMs,
    parallelToolCalls: answering.parallelToolCalls ?? 1,
    redact: (error) => shownToolError(error, policy),
    // Names only: what a tool throws may hold anything.
    onToolFailure: (toolName, error) =>
      logger?.warn(`Tool "${toolName}" failed`, error instanceof Error ? error.name : typeof error),
    onOutcome: tell,
  });
  return {
    messages: calls.flatMap((call) => messages.get(call) ?? []),
    state: state.current,
    complete: messages.size === calls.length,
  };
}

function toDeclaration({
  name,
  description,
  inputSchema,
}: ToolSet['specs'][number]): Record<string, unknown> {
  return { name, description: description ?? '', parameters: inputSchema };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function nameOf(tool: unknown): unknown {
  return typeof tool === 'object' && tool !== null ? Reflect.get(tool, 'name') : undefined;
}
