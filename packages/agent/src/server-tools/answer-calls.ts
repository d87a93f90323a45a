import { isDevelopmentEnvironment } from '../options/is-development.js';
import type { ToolCall } from '../tools/call-tool.js';
import type { RunQuestions } from '../tools/run-questions.js';
import { createRunState } from '../tools/run-state.js';
import { runToolCalls } from '../tools/run-tool-calls.js';
import { shownToolError } from '../tools/shown-tool-error.js';
import type { ToolOutcome } from '../tools/tool-outcome.js';
import type { ToolSet } from '../tools/tool-set.js';
import type { ServerToolsContext, WithServerToolsOptions } from './server-tools-options.js';
import type { LooseEvent } from './step-log.js';
import { toV1Content } from './v1-results.js';

export interface Answering extends WithServerToolsOptions {
  readonly context: ServerToolsContext;
  readonly emit: (event: LooseEvent) => void;
  readonly newId: () => string;
  readonly tools: ToolSet;
  readonly questions: RunQuestions;
}

export interface Answers {
  /** Results, in the order of the calls. */
  readonly messages: readonly ToolResult[];
  readonly state: unknown;
  /** The calls that have asked people. */
  readonly asking: readonly ToolCall[];
  /** Whether every call has its answer: tools without an executor are answered by the browser. */
  readonly complete: boolean;
}

export interface ToolResult {
  readonly id: string;
  readonly role: 'tool';
  readonly toolCallId: string;
  readonly content: string;
}

/** Runs calls of server tools one after the other, and tells their results as they come. */
export async function answerCalls(
  calls: readonly ToolCall[],
  before: unknown,
  answering: Answering,
): Promise<Answers> {
  const { context, emit, logger, newId, questions } = answering;
  const state = createRunState(before, (event) => emit(event as LooseEvent));
  const messages = new Map<ToolCall, ToolResult>();
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
    questions,
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
    asking: calls.filter(({ toolCallId }) => questions.openOf(toolCallId).length > 0),
    complete: messages.size === calls.length,
  };
}
