import type { BaseEvent } from '../ag-ui.js';
import type { HistoryEvent } from '../event-log.js';
import { isObject, textOf } from '../fold/event-fields.js';
import { DeltaGroup } from './delta-group.js';
import { NextDelta } from './next-delta.js';
import { PlainDelta } from './plain-delta.js';
import { renderActivity, renderState } from './render-snapshot.js';
import { SnapshotGroup } from './snapshot-group.js';
import type { SnapshotMember } from './snapshot-group.js';

type Slot = HistoryEvent | DeltaGroup | SnapshotMember | null;

/** The events that carry a piece of an item's text, with the field that names the item. */
const ITEM_OF_DELTA: ReadonlyMap<string, string> = new Map([
  ['TEXT_MESSAGE_CONTENT', 'messageId'],
  ['TOOL_CALL_ARGS', 'toolCallId'],
  ['REASONING_MESSAGE_CONTENT', 'messageId'],
]);

const NAMING_FIELDS = ['messageId', 'toolCallId', 'parentMessageId', 'entityId'] as const;

const RUN_BOUNDARIES: ReadonlySet<string> = new Set(['RUN_STARTED', 'RUN_FINISHED', 'RUN_ERROR']);

/** With any further field, an activity event says more than a folded one could. */
const ACTIVITY_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'timestamp',
  'rawEvent',
  'messageId',
  'activityType',
  'content',
  'patch',
  'replace',
]);

/** Compacts a history that arrives bit by bit; see `compactHistory` for what it does. */
export class HistoryCompactor {
  readonly #slots: Slot[] = [];
  readonly #deltas = new Map<string, DeltaGroup>();
  readonly #activities = new Map<string, SnapshotGroup>();
  #state = new SnapshotGroup(renderState, false);
  /** What the next event is most likely to be. */
  #next: NextDelta | null = null;

  push(entry: HistoryEvent): void {
    if (this.#next?.take(entry) === true) return;
    this.#next = null;
    const plain = PlainDelta.read(entry.json);
    if (plain !== null) {
      this.#pushDelta(entry, plain, plain.id);
      return;
    }
    const event = parse(entry.json);
    const itemId = event === null ? null : itemOf(event);
    if (event === null) this.#slots.push(entry);
    else if (itemId !== null) this.#pushDelta(entry, event, itemId);
    else this.#slots.push(this.#slotOf(entry, event));
  }

  /** Takes deltas of one item that follow each other as the one that they come to. */
  pushMerged(firstSeq: number, seq: number, merged: PlainDelta): void {
    this.#next = null;
    this.#pushDelta({ firstSeq, seq, json: merged.json() }, merged, merged.id);
  }

  /** The history so far. More may be pushed afterwards. */
  result(): HistoryEvent[] {
    const events: HistoryEvent[] = [];
    for (const slot of this.#slots) {
      const event = slot !== null && 'emit' in slot ? slot.emit() : slot;
      if (event !== null) events.push(event);
    }
    return events;
  }

  #pushDelta(entry: HistoryEvent, delta: BaseEvent | PlainDelta, id: string): void {
    const index = this.#slots.length;
    let group = this.#deltas.get(id);
    if (group?.type === delta.type) {
      group.add(entry, delta);
      if (group.index === index - 1) {
        if (delta instanceof PlainDelta) this.#next = new NextDelta(group, delta);
        return;
      }
      this.#slots[group.index] = null;
      group.index = index;
    } else {
      group = new DeltaGroup(index, entry, delta);
      this.#deltas.set(id, group);
      this.#activities.delete(id);
    }
    this.#slots.push(group);
  }

  #slotOf(entry: HistoryEvent, event: BaseEvent): Slot {
    if (event.type === 'STATE_SNAPSHOT' || event.type === 'STATE_DELTA') {
      return this.#stateSlot(entry, event);
    }
    if (RUN_BOUNDARIES.has(event.type)) this.#state = new SnapshotGroup(renderState, false);
    if (isMessageBarrier(event.type)) {
      this.#deltas.clear();
      this.#activities.clear();
      return entry;
    }
    for (const field of NAMING_FIELDS) {
      const id = textOf(event[field]);
      if (id !== null) this.#deltas.delete(id);
    }
    return this.#activitySlot(entry, event) ?? this.#otherSlot(entry, event);
  }

  #stateSlot(entry: HistoryEvent, event: BaseEvent): Slot {
    if (event.type === 'STATE_DELTA') return this.#state.patch(entry, event, event.delta);
    return event.snapshot === undefined ? entry : this.#state.replace(entry, event, event.snapshot);
  }

  #otherSlot(entry: HistoryEvent, event: BaseEvent): Slot {
    for (const field of NAMING_FIELDS) this.#activities.delete(textOf(event[field]) ?? '');
    return entry;
  }

  /** Only after a snapshot that takes effect whatever was there before is the content known. */
  #activitySlot(entry: HistoryEvent, event: BaseEvent): Slot {
    const id = textOf(event.messageId);
    if (id === null || !isPlainActivity(event)) return null;
    const group = this.#activities.get(id);
    if (event.type === 'ACTIVITY_DELTA') return group?.patch(entry, event, event.patch) ?? null;
    if (event.replace === false) return null;
    if (group !== undefined) return group.replace(entry, event, event.content);
    const begun = new SnapshotGroup(renderActivity, true);
    this.#activities.set(id, begun);
    return begun.replace(entry, event, event.content);
  }
}

/** Nothing of a message is carried across these; a chunk without an id may belong to any. */
function isMessageBarrier(type: string): boolean {
  return type === 'MESSAGES_SNAPSHOT' || RUN_BOUNDARIES.has(type) || type.endsWith('_CHUNK');
}

/** The item whose text a delta continues; `null` for anything else. */
function itemOf(event: BaseEvent): string | null {
  const field = ITEM_OF_DELTA.get(event.type);
  return field === undefined || typeof event.delta !== 'string' ? null : textOf(event[field]);
}

function isPlainActivity(event: BaseEvent): boolean {
  if (event.type !== 'ACTIVITY_SNAPSHOT' && event.type !== 'ACTIVITY_DELTA') return false;
  if (typeof event.activityType !== 'string') return false;
  if (event.type === 'ACTIVITY_SNAPSHOT' && event.content === undefined) return false;
  return Object.keys(event).every((field) => ACTIVITY_FIELDS.has(field));
}

/** Of these the kind alone counts, and RUN_STARTED holds everything that the user has sent. */
const BOUNDARY = /^\{"type":"(RUN_(?:STARTED|FINISHED|ERROR))"[,}]/;
const BRACKET =
  /^\{"type":"(TEXT_MESSAGE_(?:START|END))","messageId":"([ !#-[\]-\uffff]*)"(?:,"role":"[a-z]*")?\}$/;

/** As much of an event as compaction looks at; `null` for what is none. */
function parse(json: string): BaseEvent | null {
  const boundary = BOUNDARY.exec(json);
  if (boundary?.[1] !== undefined) return { type: boundary[1] };
  const bracket = BRACKET.exec(json);
  if (bracket?.[1] !== undefined) return { type: bracket[1], messageId: bracket[2] };
  try {
    const value: unknown = JSON.parse(json);
    return isEvent(value) ? value : null;
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is BaseEvent {
  return isObject(value) && typeof value['type'] === 'string';
}
