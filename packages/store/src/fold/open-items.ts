import type { BaseEvent } from '../ag-ui.js';
import type { TextTarget } from './text-target.js';

export type OpenItemKind = 'text' | 'tool' | 'reasoning';

/** A message, tool call or reasoning that has begun and not ended: what is needed to begin it again. */
export interface OpenItem {
  readonly kind: OpenItemKind;
  /** The message id, or the tool call id. */
  readonly id: string;
  /** The event that began it; made up from the first chunk where there was none. */
  readonly start: BaseEvent;
  /** Everything that it holds so far. */
  readonly text: string;
}

interface Slot {
  readonly kind: OpenItemKind;
  readonly start: BaseEvent;
  target: TextTarget;
}

/** Which items of a stream are open, in the order in which they began. */
export class OpenItems {
  readonly #slots = new Map<string, Slot>();
  /** The one that chunks began: the next event that is not a chunk of it ends it. */
  #chunked: string | null = null;

  toArray(): readonly OpenItem[] {
    return [...this.#slots.values()].map(({ kind, start, target }) => ({
      kind,
      id: target.id,
      start,
      text: target.text,
    }));
  }

  target(kind: OpenItemKind, id: string): TextTarget | undefined {
    return this.#slots.get(keyOf(kind, id))?.target;
  }

  open(kind: OpenItemKind, start: BaseEvent, target: TextTarget): void {
    this.#slots.set(keyOf(kind, target.id), { kind, start, target });
  }

  close(kind: OpenItemKind, id: string): void {
    this.#slots.delete(keyOf(kind, id));
  }

  closeAll(): void {
    this.#slots.clear();
    this.#chunked = null;
  }

  markChunked(kind: OpenItemKind, id: string): void {
    this.#chunked = keyOf(kind, id);
  }

  /** Ends the item that chunks began, unless it is this one. */
  closeChunked(except?: { readonly kind: OpenItemKind; readonly id: string }): void {
    if (this.#chunked === null) return;
    if (except !== undefined && keyOf(except.kind, except.id) === this.#chunked) return;
    this.#slots.delete(this.#chunked);
    this.#chunked = null;
  }

  /** Lets later deltas reach the entries that took the place of the former ones. */
  retarget(find: (kind: OpenItemKind, id: string) => TextTarget | undefined): void {
    for (const slot of this.#slots.values()) {
      slot.target = find(slot.kind, slot.target.id) ?? slot.target;
    }
  }
}

function keyOf(kind: OpenItemKind, id: string): string {
  return `${kind} ${id}`;
}
