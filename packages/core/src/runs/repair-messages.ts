import type { Message } from '@flightdeck/store';
import { callIdsOf } from './message-roles.js';

/** What a model is told of a call that nobody has answered. */
const UNANSWERED = JSON.stringify({ status: 'unanswered' });

const NOBODY: ReadonlySet<string> = new Set();

/**
 * The messages in a form that no model refuses: every id once (the last content in the place of the
 * first), results right behind the message with their calls and in the order of these, one for each
 * call. Results without a call go. A call without a result gets one that says so, unless nothing
 * follows it, or it is one of `awaited`, whose answer comes by another way.
 *
 * Answers the same array if nothing is to be done.
 */
export function repairMessages(
  messages: readonly Message[],
  awaited: ReadonlySet<string> = NOBODY,
): readonly Message[] {
  const unique = withoutDuplicates(messages);
  if (!unique.some(isPartOfCall)) return unique;
  const results = resultsByOwner(unique);
  const lastSaid = unique.findLastIndex(({ role }) => AFTER_CALLS.has(role));
  const standInOf = createStandIns(unique);
  const repaired: Message[] = [];
  unique.forEach((message, index) => {
    if (message.role === 'tool') return;
    repaired.push(message);
    const own = results.get(message);
    for (const callId of new Set(callIdsOf(message))) {
      const result = own?.get(callId);
      if (result !== undefined) repaired.push(result);
      else if ((index < lastSaid || own !== undefined) && !awaited.has(callId)) {
        repaired.push(standInOf(callId));
      }
    }
  });
  return isSame(messages, repaired) ? messages : repaired;
}

function isPartOfCall({ role, toolCalls }: Message): boolean {
  return role === 'tool' || (role === 'assistant' && toolCalls !== undefined);
}

/** Models refuse an open call in front of these. */
const AFTER_CALLS: ReadonlySet<string> = new Set(['user', 'assistant', 'system', 'developer']);

function withoutDuplicates(messages: readonly Message[]): readonly Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  return byId.size === messages.length ? messages : [...byId.values()];
}

type Results = ReadonlyMap<Message, ReadonlyMap<string, Message>>;

/**
 * The result of each call, by the message that makes it: the last one before the result, because
 * some models use call ids again, else the first one behind it.
 */
function resultsByOwner(messages: readonly Message[]): Results {
  const owners = new Map<string, Message>();
  const early: Message[] = [];
  const results = new Map<Message, Map<string, Message>>();
  const keep = (owner: Message, result: Message, callId: string): void => {
    const own = results.get(owner) ?? new Map<string, Message>();
    results.set(owner, own.set(callId, result));
  };
  for (const message of messages) {
    for (const callId of callIdsOf(message)) owners.set(callId, message);
    if (message.role !== 'tool' || message.toolCallId === undefined) continue;
    const owner = owners.get(message.toolCallId);
    if (owner === undefined) early.push(message);
    else keep(owner, message, message.toolCallId);
  }
  const callers = early.length === 0 ? NO_CALLERS : firstCallers(messages);
  for (const result of early) {
    const callId = result.toolCallId ?? '';
    const owner = callers.get(callId);
    if (owner !== undefined && !results.get(owner)?.has(callId)) keep(owner, result, callId);
  }
  return results;
}

const NO_CALLERS: ReadonlyMap<string, Message> = new Map();

/** By the ids of their calls, of several with one id the first. */
function firstCallers(messages: readonly Message[]): ReadonlyMap<string, Message> {
  const callers = new Map<string, Message>();
  for (const message of messages) {
    for (const callId of callIdsOf(message)) {
      if (!callers.has(callId)) callers.set(callId, message);
    }
  }
  return callers;
}

/** Makes results for calls that have none, under ids that no message has, however often a call id was used. */
function createStandIns(messages: readonly Message[]): (toolCallId: string) => Message {
  const taken = new Set(messages.map(({ id }) => id));
  const counts = new Map<string, number>();
  return (toolCallId) => {
    const plain = `${toolCallId}-result`;
    let count = counts.get(plain) ?? 1;
    let id = count === 1 ? plain : `${plain}-${count}`;
    for (; taken.has(id); id = `${plain}-${count}`) count += 1;
    counts.set(plain, count);
    taken.add(id);
    return { id, role: 'tool', toolCallId, content: UNANSWERED };
  };
}

function isSame(before: readonly Message[], after: readonly Message[]): boolean {
  return before.length === after.length && before.every((message, at) => message === after[at]);
}
