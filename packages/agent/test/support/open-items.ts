import type { AgentEventRecord } from './run-events.js';

const BRACKETS: Readonly<Record<string, readonly [kind: string, opens: boolean]>> = {
  TEXT_MESSAGE_START: ['text', true],
  TEXT_MESSAGE_END: ['text', false],
  REASONING_START: ['span', true],
  REASONING_END: ['span', false],
  REASONING_MESSAGE_START: ['reasoning', true],
  REASONING_MESSAGE_END: ['reasoning', false],
  TOOL_CALL_START: ['call', true],
  TOOL_CALL_END: ['call', false],
};

/** What a run has begun and not ended, and the calls that have no result. */
export function openItems(events: readonly AgentEventRecord[]): string[] {
  const open = new Set<string>();
  for (const event of events) {
    const id = String(event['toolCallId'] ?? event['messageId']);
    if (event.type === 'TOOL_CALL_RESULT') open.delete(`result ${id}`);
    const [kind, opens] = BRACKETS[event.type] ?? [];
    if (kind === undefined) continue;
    if (opens) open.add(`${kind} ${id}`);
    else open.delete(`${kind} ${id}`);
    if (kind === 'call' && opens) open.add(`result ${id}`);
  }
  return [...open];
}
