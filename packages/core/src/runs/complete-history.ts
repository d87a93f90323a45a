import type { Message } from '@flightdeck/store';
import { isInstruction, isTalk } from './message-roles.js';

/**
 * What a client has sent, with what it left out at the beginning: all that the thread holds before
 * the first message that both know, or everything if they share none. From a shared message on the
 * client decides, because it may have edited the conversation or gone back in it. A list that holds
 * the beginning of the conversation is answered as it is.
 *
 * Instructions (`system`, `developer`) that the client sends first stay first and replace stored
 * ones. Activities are not for agents, and no client sends them.
 */
export function completeHistory(
  stored: readonly Message[],
  sent: readonly Message[],
): readonly Message[] {
  const talkFrom = sent.findIndex((message) => !isInstruction(message));
  const own = talkFrom === -1 ? sent : sent.slice(0, talkFrom);
  const talk = talkFrom === -1 ? [] : sent.slice(talkFrom);
  const ids = new Set(talk.map(({ id }) => id));
  const missing: Message[] = [];
  for (const message of stored) {
    if (isTalk(message) && ids.has(message.id)) break;
    const replaced = own.length > 0 && isInstruction(message);
    if (message.role !== 'activity' && !replaced && !ids.has(message.id)) missing.push(message);
  }
  return missing.some(isTalk) ? [...own, ...missing, ...talk] : sent;
}
