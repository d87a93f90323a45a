import type { BaseEvent } from '@flightdeck/store';

const NONE: readonly string[] = [];

/** Finds the message ids that a run's events mention for the first time. */
export class MessageIdScout {
  readonly #seen = new Set<string>();

  newIds(event: BaseEvent): readonly string[] {
    const { messageId } = event;
    if (typeof messageId === 'string') {
      return this.#seen.has(messageId) ? NONE : this.#keepNew([messageId]);
    }
    if (event.type === 'RUN_STARTED') return this.#keepNew(idsOf(readMessages(event.input)));
    if (event.type === 'MESSAGES_SNAPSHOT') return this.#keepNew(idsOf(event.messages));
    return NONE;
  }

  #keepNew(ids: readonly string[]): readonly string[] {
    const fresh = ids.filter((id) => !this.#seen.has(id));
    if (fresh.length === 0) return NONE;
    for (const id of fresh) this.#seen.add(id);
    return fresh;
  }
}

function readMessages(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'messages' in input
    ? input.messages
    : undefined;
}

function idsOf(messages: unknown): string[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message: unknown) => {
    const id =
      typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
    return typeof id === 'string' ? [id] : [];
  });
}
