import type { HistoryEvent } from '../event-log.js';
import type { DeltaGroup } from './delta-group.js';
import type { PlainDelta } from './plain-delta.js';

/** Recognises the next delta of an item by how its text begins: nearly every delta follows one of its kind. */
export class NextDelta {
  readonly #group: DeltaGroup;
  readonly #opening: string;

  /** @param before the latest of the group */
  constructor(group: DeltaGroup, before: PlainDelta) {
    this.#group = group;
    this.#opening = before.opening;
  }

  /** Adds an event to the group if its text leaves no doubt; else the event has to be looked at. */
  take(entry: HistoryEvent): boolean {
    const { json } = entry;
    // Not by startsWith, which V8 does character by character, for longer than all the rest takes.
    if (json.slice(0, this.#opening.length) !== this.#opening) return false;
    REST.lastIndex = this.#opening.length;
    if (!REST.test(json)) return false;
    this.#group.addText(entry, json.slice(this.#opening.length, -'"}'.length));
    return true;
  }
}

/** A text without any escape, and the end of the event. */
const REST = /[ !#-[\]-\uffff]*"\}$/y;
