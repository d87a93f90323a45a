import { decodeSegment, encodeSegment } from '../backend/segment-codec.js';
import type { HistoryEvent } from '../event-log.js';

/** Compacted events as one text and some numbers: a fraction of what as many objects take. */
export class PackedHistory {
  readonly #texts: string;
  /** The first and the last number of each event in turn. */
  readonly #spans: readonly number[];

  constructor(events: readonly HistoryEvent[]) {
    this.#texts = encodeSegment(events.map(({ json }) => json));
    // Of its final length, because an array that has grown keeps room for more.
    const spans = Array.from<number>({ length: events.length * 2 });
    for (const [index, { firstSeq, seq }] of events.entries()) {
      spans[index * 2] = firstSeq ?? seq;
      spans[index * 2 + 1] = seq;
    }
    this.#spans = spans;
  }

  /** Characters of all events. */
  get units(): number {
    return this.#texts.length;
  }

  /** The events with a number up to `upTo`. */
  upTo(upTo: number): readonly HistoryEvent[] {
    if (this.#spans.length === 0) return [];
    const events: HistoryEvent[] = [];
    let index = 0;
    for (const json of decodeSegment(this.#texts)) {
      const firstSeq = this.#spans[index] ?? 0;
      const seq = this.#spans[index + 1] ?? 0;
      if (seq <= upTo) events.push(firstSeq === seq ? { seq, json } : { firstSeq, seq, json });
      index += 2;
    }
    return events;
  }

  /** Whether a number lies inside a merged event. */
  isSplitBy(seq: number): boolean {
    for (let index = 0; index < this.#spans.length; index += 2) {
      const [firstSeq = 0, lastSeq = 0] = this.#spans.slice(index, index + 2);
      if (firstSeq <= seq && seq < lastSeq) return true;
    }
    return false;
  }
}
