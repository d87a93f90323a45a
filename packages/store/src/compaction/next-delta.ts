import type { HistoryEvent } from '../event-log.js';
import type { DeltaGroup } from './delta-group.js';
import type { PlainDelta } from './plain-delta.js';

/** Recognises the next delta of an item by how its text begins: nearly every delta follows one of its kind. */
export class NextDelta {
  readonly #group: DeltaGroup;
  readonly #before: PlainDelta;

  /** @param before the latest of the group */
  constructor(group: DeltaGroup, before: PlainDelta) {
    this.#group = group;
    this.#before = before;
  }

  /** Adds an event to the group if its text leaves no doubt; else the event has to be looked at. */
  take(entry: HistoryEvent): boolean {
    const escaped = this.#before.textIn(entry.json);
    if (escaped === null) return false;
    this.#group.addText(entry, escaped);
    return true;
  }
}
