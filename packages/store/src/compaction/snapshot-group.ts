import type { BaseEvent } from '../ag-ui.js';
import type { HistoryEvent } from '../event-log.js';
import { applyPatches } from '../json-patch.js';

/** Writes the snapshot event that stands for a whole group; `last` is the group's last event. */
export type RenderSnapshot = (value: unknown, last: BaseEvent) => BaseEvent;

/**
 * Snapshots and deltas of one value. They become one snapshot, in the place of the last of them, if
 * the value is known by then: some snapshot set it and every later patch applied.
 */
export class SnapshotGroup {
  readonly #render: RenderSnapshot;
  /** Whether the first event is kept as it is, because it also fixes a message's place. */
  readonly #keepFirst: boolean;
  #first: SnapshotMember | null = null;
  #last: SnapshotMember | null = null;
  #lastEvent: BaseEvent = { type: '' };
  /** `undefined` as long as, or since, it is not known. */
  #value: unknown = undefined;
  /** Patches that are not in the value yet. */
  #patches: unknown[] = [];
  #folded: HistoryEvent | null = null;

  constructor(render: RenderSnapshot, keepFirst: boolean) {
    this.#render = render;
    this.#keepFirst = keepFirst;
  }

  /** A snapshot: from here on the value is known, and its own text can stand for it. */
  replace(entry: HistoryEvent, event: BaseEvent, value: unknown): SnapshotMember {
    this.#value = value;
    this.#patches = [];
    return this.#add(entry, event, entry);
  }

  patch(entry: HistoryEvent, event: BaseEvent, operations: unknown): SnapshotMember {
    if (this.#value !== undefined) this.#patches.push(operations);
    return this.#add(entry, event, null);
  }

  /** What becomes of a member: kept, replaced by the folded snapshot, or dropped. */
  emit(member: SnapshotMember): HistoryEvent | null {
    this.#applyPatches();
    if (this.#value === undefined) return member.entry;
    if (member === this.#last) {
      this.#folded ??= this.#fold(member);
      return this.#folded;
    }
    return this.#keepFirst && member === this.#first ? member.entry : null;
  }

  #add(entry: HistoryEvent, event: BaseEvent, folded: HistoryEvent | null): SnapshotMember {
    const member = new SnapshotMember(this, entry);
    this.#first ??= member;
    this.#last = member;
    this.#lastEvent = event;
    this.#folded = folded;
    return member;
  }

  #applyPatches(): void {
    if (this.#patches.length === 0) return;
    try {
      this.#value = applyPatches(this.#value, this.#patches);
    } catch {
      this.#value = undefined;
    }
    this.#patches = [];
  }

  #fold(member: SnapshotMember): HistoryEvent {
    const json = JSON.stringify(this.#render(this.#value, this.#lastEvent));
    return { ...member.entry, json };
  }
}

/** One event of a group, in its place among all others. */
export class SnapshotMember {
  readonly entry: HistoryEvent;
  readonly #group: SnapshotGroup;

  constructor(group: SnapshotGroup, entry: HistoryEvent) {
    this.#group = group;
    this.entry = entry;
  }

  emit(): HistoryEvent | null {
    return this.#group.emit(this);
  }
}
