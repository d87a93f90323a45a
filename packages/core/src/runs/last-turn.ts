import type { Message } from '@flightdeck/store';
import { callIdsOf, isTalk } from './message-roles.js';

/**
 * The end of a repaired conversation that an agent with a memory of its own needs: from the last
 * user message on, or, where it ends with results of tools, from the message with their calls on.
 * It reaches further back for a result that is new to the thread.
 */
export function lastTurn(
  messages: readonly Message[],
  isNew: (messageId: string) => boolean,
): readonly Message[] {
  const last = messages.findLastIndex(isTalk);
  const endsWithResult = messages[last]?.role === 'tool';
  const begin = endsWithResult
    ? callerOf(messages, last)
    : messages.findLastIndex(({ role }) => role === 'user');
  const answer = messages.findIndex(({ role, id }) => role === 'tool' && isNew(id));
  const from = answer === -1 ? begin : Math.min(begin, callerOf(messages, answer));
  return from <= 0 ? messages : messages.slice(from);
}

/** Whether the turn that a list ends with is all in it, so that no stored message is needed for it. */
export function holdsLastTurn(messages: readonly Message[]): boolean {
  const calls = new Set(messages.flatMap(callIdsOf));
  return (
    messages.some(({ role }) => role === 'user') &&
    messages.every(({ role, toolCallId = '' }) => role !== 'tool' || calls.has(toolCallId))
  );
}

/** Where the message stands whose calls a result at `index` answers. */
function callerOf(messages: readonly Message[], index: number): number {
  let at = index;
  while (at > 0 && messages[at]?.role === 'tool') at -= 1;
  return at;
}
