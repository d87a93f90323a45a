import type { BaseEvent } from '@flightdeck/core';

interface ChunkedItem {
  readonly kind: 'text' | 'call';
  readonly id: string;
}

/** Events during which texts and calls that come in chunks stay open. */
const KEEP_OPEN: ReadonlySet<string> = new Set([
  'RAW',
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'REASONING_ENCRYPTED_VALUE',
  'TEXT_MESSAGE_CHUNK',
  'TOOL_CALL_CHUNK',
  'REASONING_MESSAGE_CHUNK',
]);

/** Which texts and calls chunks have opened: they begin with their first chunk, and end with what follows the last. */
export class ChunkedItems {
  readonly #open = new Map<ChunkedItem['kind'], string>();
  readonly #last = new Map<ChunkedItem['kind'], string>();

  /** The items that an event ends; those are closed. */
  endedBy({ type, messageId, toolCallId }: BaseEvent): ChunkedItem[] {
    const ended: ChunkedItem[] = [];
    for (const [kind, id] of this.#open) {
      const chunk = kind === 'text' ? 'TEXT_MESSAGE_CHUNK' : 'TOOL_CALL_CHUNK';
      const named = kind === 'text' ? messageId : toolCallId;
      const isOther = type === chunk && typeof named === 'string' && named !== id;
      if (KEEP_OPEN.has(type) && !isOther) continue;
      ended.push({ kind, id });
      this.#open.delete(kind);
    }
    return ended;
  }

  /** The item that a chunk belongs to; `null` if it names none and none came before. */
  continue(
    kind: ChunkedItem['kind'],
    named: unknown,
  ): { readonly id: string | null; readonly isNew: boolean } {
    const id = typeof named === 'string' && named !== '' ? named : (this.#last.get(kind) ?? null);
    if (id === null) return { id, isNew: false };
    const isNew = this.#open.get(kind) !== id;
    this.#open.set(kind, id);
    this.#last.set(kind, id);
    return { id, isNew };
  }
}
