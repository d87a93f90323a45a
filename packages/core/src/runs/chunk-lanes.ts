import type { BaseEvent } from '@flightdeck/store';
import { tagOf, type Tag } from './event-owners.js';
import { without } from './field-rules.js';

export type ChunkKind = 'text' | 'call' | 'reasoning';

/** What a kind of chunk event stands for. */
export interface ChunkType {
  readonly kind: ChunkKind;
  readonly idField: 'messageId' | 'toolCallId';
  /** Fields that the first chunk fixes and a later one may at most repeat. */
  readonly fixed: readonly string[];
}

export const CHUNK_TYPES: ReadonlyMap<string, ChunkType> = new Map<string, ChunkType>([
  ['TEXT_MESSAGE_CHUNK', { kind: 'text', idField: 'messageId', fixed: ['role', 'name'] }],
  [
    'TOOL_CALL_CHUNK',
    { kind: 'call', idField: 'toolCallId', fixed: ['toolCallName', 'parentMessageId'] },
  ],
  ['REASONING_MESSAGE_CHUNK', { kind: 'reasoning', idField: 'messageId', fixed: [] }],
]);

export interface ChunkItem {
  readonly kind: ChunkKind;
  readonly id: string;
  /** The first chunk. */
  readonly opener: BaseEvent;
}

/** The subagent for which an item is put together, `undefined` for the agent itself. */
export interface ChunkLane {
  readonly tag: Tag;
  readonly item: ChunkItem;
}

/** How a chunk is understood: it continues an item, opens one, or cannot be placed. */
export type ChunkPlan =
  | { readonly step: 'continue'; readonly event: BaseEvent }
  | { readonly step: 'open'; readonly id: string }
  | { readonly step: 'refuse'; readonly reason: string };

/**
 * The items that clients put together from chunk events: they write the missing START, and the
 * missing END as soon as another event follows. One item at a time for each subagent.
 */
export class ChunkLanes {
  readonly #lanes = new Map<Tag, ChunkItem>();

  get empty(): boolean {
    return this.#lanes.size === 0;
  }

  /** Where an item is being put together, and `null` if it is not. */
  laneOf(kind: ChunkKind, id: string): ChunkLane | null {
    for (const [tag, item] of this.#lanes) {
      if (item.kind === kind && item.id === id) return { tag, item };
    }
    return null;
  }

  plan(type: ChunkType, event: BaseEvent): ChunkPlan {
    const id = event[type.idField];
    const named = typeof id === 'string' ? this.laneOf(type.kind, id) : null;
    if (named !== null) {
      const agrees = tagOf(event) === undefined || tagOf(event) === named.tag;
      const tagged = agrees ? event : without(event, 'subagentRunId');
      return { step: 'continue', event: agreeing(tagged, type, named.item) };
    }
    if (typeof id === 'string') return { step: 'open', id };
    const item = this.#unnamed(type.kind, tagOf(event));
    if (item !== null) return { step: 'continue', event: agreeing(event, type, item) };
    return { step: 'refuse', reason: `${event.type} without ${type.idField} continues nothing` };
  }

  open(item: ChunkItem): void {
    this.#lanes.set(tagOf(item.opener), item);
  }

  /** Ends what the subagent has open, as clients do before its next event. */
  close(lane: Tag): ChunkItem | null {
    const item = this.#lanes.get(lane);
    this.#lanes.delete(lane);
    return item ?? null;
  }

  closeAll(): ChunkItem[] {
    const items = [...this.#lanes.values()];
    this.#lanes.clear();
    return items;
  }

  /** What a chunk without an id continues: its subagent's item, or the only one there is. */
  #unnamed(kind: ChunkKind, tag: Tag): ChunkItem | null {
    const own = this.#lanes.get(tag);
    if (own?.kind === kind) return own;
    if (tag !== undefined) return null;
    const candidates = [...this.#lanes.values()].filter((item) => item.kind === kind);
    return candidates.length === 1 ? (candidates[0] ?? null) : null;
  }
}

/** 1.0 rejects a chunk that says otherwise than the first one of its item. */
function agreeing(event: BaseEvent, { fixed }: ChunkType, { opener }: ChunkItem): BaseEvent {
  let agreed = event;
  for (const name of fixed) {
    const established = opener[name] ?? (name === 'role' ? 'assistant' : undefined);
    if (event[name] !== undefined && event[name] !== established) agreed = without(agreed, name);
  }
  return agreed;
}
