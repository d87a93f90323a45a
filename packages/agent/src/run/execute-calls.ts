import type { ToolCall } from '../tools/call-tool.js';
import { runToolCalls } from '../tools/run-tool-calls.js';
import { shownToolError } from '../tools/shown-tool-error.js';
import type { ToolOutcome } from '../tools/tool-outcome.js';
import type { RunScope } from './run-scope.js';
import { watchToolCall } from './watch-tool-call.js';

/**
 * Runs calls, of this run or of an earlier one, and tells their results as they come.
 *
 * @returns in the order of the calls; `null` for one that waits for the browser or a person
 * @throws a `ToolFailure`, or the reason of an abort
 */
export async function executeCalls(
  scope: RunScope,
  calls: readonly ToolCall[],
): Promise<readonly (ToolOutcome | null)[]> {
  const { request, options, state, tools, questions } = scope;
  const { emit, input, agentId, headers, user } = request;
  const { threadId, runId, forwardedProps } = input;
  const { logger, toolTimeoutMs, parallelToolCalls, onToolError, newId } = options;
  const outcomes = await runToolCalls(calls, {
    tools,
    state,
    questions,
    signal: request.signal,
    timeoutMs: toolTimeoutMs,
    parallelToolCalls,
    onToolError,
    logger,
    context: { threadId, runId, agentId, headers, user, forwardedProps },
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
  return outcomes;
}

/** Names only: what a tool throws may hold anything. */
function nameOf(error: unknown): unknown {
  return { error: error instanceof Error ? error.name : typeof error };
}
