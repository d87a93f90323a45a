import type { ToolResultPart } from '../model/prompt.js';
import { runToolCalls } from '../tools/run-tool-calls.js';
import { shownToolError } from '../tools/shown-tool-error.js';
import type { ToolOutcome } from '../tools/tool-outcome.js';
import { askStep, type StepAnswer } from './ask-step.js';
import type { StepCall } from './call-writer.js';
import type { Interrupt, RunOutcome } from './run-end.js';
import type { RunScope } from './run-scope.js';
import { watchToolCall } from './watch-tool-call.js';

export interface LoopEnd {
  readonly outcome: RunOutcome;
  /** The calls that the browser or a person is to answer. */
  readonly waitingIds: readonly string[];
}

/**
 * Asks the model, runs the tools that it calls, tells it the results, and so on: until it calls none,
 * until a call waits for the browser or a person, or until it was asked `maxSteps` times.
 *
 * @throws a `ModelFailure`, a `ToolFailure`, or the reason of an abort
 */
export async function runLoop(scope: RunScope): Promise<LoopEnd> {
  const { maxSteps } = scope.options;
  for (let step = 1; step <= maxSteps; step += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one step after the other
    const answer = await askStep(scope, step);
    // oxlint-disable-next-line no-await-in-loop -- the model is told the results of its step
    const outcomes = await answerCalls(scope, answer).finally(() =>
      reportStep(scope, answer, step),
    );
    const waiting = answer.calls.filter((_, index) => outcomes[index] === null);
    if (waiting.length > 0) return whenWaiting(scope, waiting);
    if (answer.calls.length === 0) break;
  }
  return { outcome: { type: 'success', pendingToolCallIds: [] }, waitingIds: [] };
}

function reportStep({ request, hooks }: RunScope, answer: StepAnswer, step: number): void {
  const { threadId, runId } = request.input;
  const { finishReason, usage } = answer;
  const toolCalls = answer.calls.map(({ toolCallId, toolName }) => ({ toolCallId, toolName }));
  hooks.step({ threadId, runId, step, finishReason, toolCalls, usage });
}

/** Runs what has an executor, also when other calls of the step wait for somebody else. */
async function answerCalls(
  scope: RunScope,
  { calls, provider }: StepAnswer,
): Promise<readonly (ToolOutcome | null)[]> {
  if (calls.length === 0) return [];
  const { request, options, state, tools, prompt } = scope;
  const { emit, input } = request;
  const { logger, toolTimeoutMs, parallelToolCalls, onToolError, newId } = options;
  const outcomes = await runToolCalls(calls, {
    tools,
    state,
    signal: request.signal,
    timeoutMs: toolTimeoutMs,
    parallelToolCalls,
    onToolError,
    logger,
    context: {
      threadId: input.threadId,
      runId: input.runId,
      agentId: request.agentId,
      headers: request.headers,
      user: request.user,
      forwardedProps: input.forwardedProps,
    },
    watch: (call, tool) => watchToolCall(scope, call, tool),
    redact: (error) => shownToolError(error, options),
    onToolFailure: (toolName, error) => logger.error(`Tool "${toolName}" failed`, nameOf(error)),
    onOutcome: ({ toolCallId }, { content }) => {
      emit({ type: 'TOOL_CALL_RESULT', messageId: newId(), toolCallId, role: 'tool', content });
    },
    onProgress: ({ toolCallId, toolName }, content) => {
      emit({ type: 'CUSTOM', name: 'tool_progress', value: { toolCallId, toolName, content } });
    },
  });
  request.signal.throwIfAborted();
  const content = calls.flatMap(({ toolCallId, toolName }, index): ToolResultPart[] => {
    const output = outcomes[index]?.output;
    return output === undefined ? [] : [{ type: 'tool-result', toolCallId, toolName, output }];
  });
  if (content.length > 0) prompt.add(provider, { role: 'tool', content });
  return outcomes;
}

/** Names only: what a tool throws may hold anything. */
function nameOf(error: unknown): unknown {
  return { error: error instanceof Error ? error.name : typeof error };
}

function whenWaiting({ tools }: RunScope, waiting: readonly StepCall[]): LoopEnd {
  const interrupts = waiting.flatMap(({ toolCallId, toolName }): Interrupt[] => {
    const interrupt = tools.get(toolName)?.interrupt;
    if (interrupt === undefined) return [];
    const { reason, message } = interrupt;
    return [{ id: toolCallId, reason, toolCallId, ...(message === undefined ? {} : { message }) }];
  });
  const waitingIds = waiting.map(({ toolCallId }) => toolCallId);
  const outcome: RunOutcome =
    interrupts.length > 0
      ? { type: 'interrupt', interrupts }
      : { type: 'success', pendingToolCallIds: waitingIds };
  return { outcome, waitingIds };
}
