import type { BaseEvent } from '../ag-ui.js';
import type { HistoryEvent } from '../event-log.js';
import { mergedMetadata } from '../fold/event-fields.js';
import type { Fields } from '../fold/event-fields.js';

/** The deltas of one item that become one event. */
export class DeltaGroup {
  readonly type: string;
  /** Where in the output the merged event stands: the place of its last delta. */
  index: number;
  readonly #firstSeq: number;
  #last: HistoryEvent;
  #lastEvent: BaseEvent;
  #text: string;
  #metadata: Fields | null;
  #merged = false;

  constructor(index: number, entry: HistoryEvent, event: BaseEvent) {
    this.type = event.type;
    this.index = index;
    this.#firstSeq = entry.firstSeq ?? entry.seq;
    this.#last = entry;
    this.#lastEvent = event;
    this.#text = String(event.delta);
    this.#metadata = mergedMetadata(null, event);
  }

  add(index: number, entry: HistoryEvent, event: BaseEvent): void {
    this.index = index;
    this.#last = entry;
    this.#lastEvent = event;
    this.#text += String(event.delta);
    this.#metadata = mergedMetadata(this.#metadata, event) ?? this.#metadata;
    this.#merged = true;
  }

  emit(): HistoryEvent {
    if (!this.#merged) return this.#last;
    const { rawEvent: _onlyOfTheLast, ...event } = this.#lastEvent;
    const json = JSON.stringify({
      ...event,
      delta: this.#text,
      ...(this.#metadata === null ? null : { metadata: this.#metadata }),
    });
    this.#last = { ...this.#last, firstSeq: this.#firstSeq, json };
    // Kept, so that asking again without a new delta costs nothing.
    this.#merged = false;
    return this.#last;
  }
}
