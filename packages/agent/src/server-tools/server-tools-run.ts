import type { Resumption } from '../messages/resumed-calls.js';
import type { ToolCall } from '../tools/call-tool.js';
import { isRecord } from '../tools/is-record.js';
import { RunQuestions } from '../tools/run-questions.js';
import { createServerToolCompiler } from '../tools/server-tools.js';
import { createToolSet, type ToolSet } from '../tools/tool-set.js';
import { answerCalls, type Answering, type Answers } from './answer-calls.js';
import type { InnerAgent } from './inner-agent.js';
import { runInnerStep, type StepInput, type StepResult } from './inner-step.js';
import {
  findResumed,
  resumedInput,
  tellCallAnswers,
  withoutCallAnswers,
} from './resume-server-tools.js';
import type {
  ServerToolSource,
  ServerToolsContext,
  WithServerToolsOptions,
} from './server-tools-options.js';
import type { LooseEvent } from './step-log.js';
import { withV1Results } from './v1-results.js';

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
  const { newId = () => crypto.randomUUID() } = options;
  const tools = await collectTools(input, options);
  const resumption = findResumed(input, tools);
  const questions = new RunQuestions(
    new Map(resumption.calls.map(({ toolCallId, answers }) => [toolCallId, answers])),
  );
  const answering: Answering = { ...options, newId, tools, questions };
  const begun = await resume(input, resumption, answering);
  if (begun === null) return;
  const offered = [...listOf(input.tools), ...tools.specs.map(toDeclaration)];
  const messages = withoutCallAnswers(listOf(begun.messages));
  const first: StepInput = { ...begun, messages, tools: offered };
  await runSteps(first, { input, options, answering, isBegun: resumption.calls.length > 0 });
}

interface Steps {
  /** What the run was started with. */
  readonly input: StepInput;
  readonly options: ServerToolsRunOptions;
  readonly answering: Answering;
  /** Whether RUN_STARTED was told. */
  readonly isBegun: boolean;
}

async function runSteps(
  first: StepInput,
  { input, options, answering, isBegun }: Steps,
): Promise<void> {
  const { inner, prepare, context, emit, maxSteps = DEFAULT_MAX_STEPS } = options;
  const { signal } = context;
  let stepInput = first;
  for (let step = 1; ; step += 1) {
    const isFirst = step === 1 && !isBegun;
    const onEvent = (event: LooseEvent): void => {
      if (isFirst || event.type !== 'RUN_STARTED') emit(event);
    };
    // oxlint-disable-next-line no-await-in-loop -- one step after the other
    const result = await runInnerStep(inner, stepInput, { prepare, signal, onEvent });
    if (signal.aborted || result.log.failed) return;
    const pending = result.log.pendingCalls();
    const own = pending.filter(({ toolName }) => answering.tools.get(toolName) !== undefined);
    // oxlint-disable-next-line no-await-in-loop -- the agent is told the results of its step
    const answers = await answerCalls(own, result.state, answering);
    if (signal.aborted) return;
    const goesOn = own.length > 0 && answers.complete && own.length === pending.length;
    if (!goesOn || step >= maxSteps || isInterrupted(result.log.finished)) {
      finish(result.log.finished, input, { answering, asking: answers.asking });
      return;
    }
    stepInput = nextInput(stepInput, result, { answers, runId: answering.newId() });
  }
}

/** A server that remembers runs would take the same id for the same run. */
function nextInput(
  { resume: _answered, ...rest }: StepInput,
  { messages }: StepResult,
  { answers, runId }: { readonly answers: Answers; readonly runId: string },
): StepInput {
  return {
    ...rest,
    runId,
    messages: [...messages, ...answers.messages],
    state: answers.state,
  };
}

/**
 * Lets calls of earlier runs go on that people have answered.
 *
 * @returns what the agent is asked with; `null` if the run is over, because they have asked again
 */
async function resume(
  input: StepInput,
  { calls, rest }: Resumption,
  answering: Answering,
): Promise<StepInput | null> {
  if (calls.length === 0) return input;
  const { context, emit } = answering;
  const { threadId, runId } = input;
  emit({ type: 'RUN_STARTED', threadId, runId });
  const { messages, state, asking } = await answerCalls(calls, input.state, answering);
  if (context.signal.aborted) return null;
  if (asking.length === 0) return { ...resumedInput(input, messages, rest), state };
  for (const call of calls) if (asking.includes(call)) tellCallAnswers(call, emit);
  finish({ type: 'RUN_FINISHED' }, input, { answering, asking });
  return null;
}

interface Finishing {
  readonly answering: Answering;
  readonly asking: readonly ToolCall[];
}

/** The end of the last step is the end of the run that the caller has begun; it may ask for more. */
function finish(
  finished: LooseEvent | undefined,
  { threadId, runId }: StepInput,
  { answering: { emit, questions }, asking }: Finishing,
): void {
  if (finished === undefined) return;
  const asked = asking.flatMap(({ toolCallId }) => questions.openOf(toolCallId));
  const interrupts = [...interruptsOf(finished), ...asked];
  const outcome = asked.length === 0 ? {} : { outcome: { type: 'interrupt', interrupts } };
  emit({ ...finished, threadId, runId, ...outcome });
}

function interruptsOf({ outcome }: LooseEvent): readonly unknown[] {
  return isRecord(outcome) ? listOf(outcome.interrupts) : [];
}

function isInterrupted(finished: LooseEvent | undefined): boolean {
  const outcome: unknown = finished?.outcome;
  return isRecord(outcome) && outcome.type === 'interrupt';
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
