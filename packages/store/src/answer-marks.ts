import type { RunAgentInput } from './ag-ui.js';

/*
 * Who asked a human something is told in the thread's index of message ids that there is an answer.
 * The ids of these marks are no message's.
 */

/** There is a result of this tool call, be it an answer or a stand-in for one. */
export function toolMark(toolCallId: string): string {
  return `answer:tool:${toolCallId}`;
}

/** A run, or the given one, was started with an answer to this interrupt. */
export function interruptMark(interruptId: string, runId?: string): string {
  const mark = `answer:interrupt:${interruptId}`;
  return runId === undefined ? mark : `${mark}:${runId}`;
}

/** What a run leaves in the index by resuming. Its answers themselves are nobody else's business. */
export function resumeMarks({ resume = [], runId }: RunAgentInput): readonly string[] {
  return resume.flatMap(({ interruptId }) => [
    interruptMark(interruptId),
    interruptMark(interruptId, runId),
  ]);
}

/** Whether a result was written for want of one, when a run was stopped or failed: no answer. */
export function isStandIn(messageId: unknown, toolCallId: unknown): boolean {
  return messageId === `${String(toolCallId)}-result`;
}
