import type { BaseEvent } from '../ag-ui.js';
import type { HistoryEvent } from '../event-log.js';
import { mergedMetadata } from '../fold/event-fields.js';
import type { Fields } from '../fold/event-fields.js';
import { PlainDelta } from './plain-delta.js';

/** The deltas of one item that become one event. */
export class DeltaGroup {
  readonly type: string;
  /** Where in the output the merged event stands: the place of its last delta. */
  index: number;
  readonly #firstSeq: number;
  #last: HistoryEvent;
  /** `null` as long as all of them are plain: then the merged one needs no event. */
  #lastEvent: BaseEvent | null;
  readonly #opening: string;
  /** As JSON has it, between its quotes. */
  #escaped: string;
  #metadata: Fields | null;
  #merged = false;

  constructor(index: number, entry: HistoryEvent, delta: BaseEvent | PlainDelta) {
    this.type = delta.type;
    this.index = index;
    this.#firstSeq = entry.firstSeq ?? entry.seq;
    this.#last = entry;
    const plain = delta instanceof PlainDelta;
    this.#lastEvent = plain ? null : delta;
    this.#opening = plain ? delta.opening : '';
    this.#escaped = escapedOf(delta);
    this.#metadata = plain ? null : mergedMetadata(null, delta);
  }

  add(entry: HistoryEvent, delta: BaseEvent | PlainDelta): void {
    this.#last = entry;
    this.#escaped += escapedOf(delta);
    this.#merged = true;
    if (!(delta instanceof PlainDelta)) {
      this.#lastEvent = delta;
      this.#metadata = mergedMetadata(this.#metadata, delta) ?? this.#metadata;
    } else if (this.#lastEvent !== null) {
      this.#lastEvent = { type: delta.type, [delta.field]: delta.id, delta: '' };
    }
  }

  /** Adds a plain delta behind a plain one with the same opening. */
  addText(entry: HistoryEvent, escaped: string): void {
    this.#last = entry;
    this.#escaped += escaped;
    this.#merged = true;
  }

  emit(): HistoryEvent {
    if (!this.#merged) return this.#last;
    const { seq, fence } = this.#last;
    const merged = { firstSeq: this.#firstSeq, seq, json: this.#text() };
    this.#last = fence === undefined ? merged : { ...merged, fence };
    // Kept, so that asking again without a new delta costs nothing.
    this.#merged = false;
    return this.#last;
  }

  #text(): string {
    if (this.#lastEvent === null) return `${this.#opening}${this.#escaped}"}`;
    const { rawEvent: _onlyOfTheLast, ...event } = this.#lastEvent;
    return JSON.stringify({
      ...event,
      delta: JSON.parse(`"${this.#escaped}"`),
      ...(this.#metadata === null ? null : { metadata: this.#metadata }),
    });
  }
}

function escapedOf(delta: BaseEvent | PlainDelta): string {
  return delta instanceof PlainDelta
    ? delta.escaped
    : JSON.stringify(String(delta.delta)).slice(1, -1);
}
