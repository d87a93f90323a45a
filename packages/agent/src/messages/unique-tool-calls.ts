import type { AguiMessage, AguiToolCall } from './agui-message.js';

/** One tool call of a history. */
export interface CallInHistory {
  /** The id it came with: its answers name this one. */
  readonly originalId: string;
  /** With an id that every provider accepts and that no other call of the history has. */
  readonly call: AguiToolCall;
  /** Index of its message. */
  readonly at: number;
}

/** What each provider takes: OpenAI up to 64 characters, Anthropic these letters. */
const ACCEPTED_ID = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_STEM = 56;

/**
 * The tool calls of a history in order. Ids that some provider refuses, and those that an earlier call
 * has, are replaced; the same call twice in one turn of the assistant is one.
 */
export function uniqueToolCalls(messages: readonly AguiMessage[]): CallInHistory[] {
  const freeIds = new FreeIds(messages.flatMap((message) => callsOf(message).map(({ id }) => id)));
  const seen = new Set<string>();
  let inTurn = new Set<string>();
  return messages.flatMap((message, at) => {
    if (message.role !== 'assistant' && message.role !== 'reasoning') inTurn = new Set();
    return callsOf(message).flatMap((call) => {
      if (inTurn.has(call.id)) return [];
      inTurn.add(call.id);
      const isRepeated = seen.has(call.id);
      seen.add(call.id);
      const id = isRepeated || !ACCEPTED_ID.test(call.id) ? freeIds.take(call.id) : call.id;
      return [{ originalId: call.id, call: renamed(call, id, isRepeated), at }];
    });
  });
}

function callsOf(message: AguiMessage): readonly AguiToolCall[] {
  return message.role === 'assistant' ? (message.toolCalls ?? []) : [];
}

/** Ids that no call has yet, each found without trying those that were given away before. */
class FreeIds {
  readonly #taken: Set<string>;
  readonly #counts = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  take(id: string): string {
    const stem = stemOf(id);
    let count = this.#counts.get(stem) ?? 1;
    let candidate = stem;
    while (this.#taken.has(candidate)) candidate = `${stem}_${String((count += 1))}`;
    this.#counts.set(stem, count);
    this.#taken.add(candidate);
    return candidate;
  }
}

function stemOf(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, MAX_STEM);
}

/** The id of a call as every provider takes it; an accepted one stays. */
export function toAcceptedId(id: string): string {
  return ACCEPTED_ID.test(id) ? id : stemOf(id);
}

function renamed(call: AguiToolCall, id: string, isRepeated: boolean): AguiToolCall {
  if (id === call.id) return call;
  // The provider knows the item behind a repeated id under that id: its metadata no longer fits.
  return { ...call, id, encryptedValue: isRepeated ? undefined : call.encryptedValue };
}
