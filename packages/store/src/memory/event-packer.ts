import { PlainDelta } from '../compaction/plain-delta.js';
import { DeltaStretch } from './delta-stretch.js';

/** One event, or several in turn. */
export type PackedEvents = string | DeltaStretch;

/** Begins the text of nearly every delta. */
const TEXT = ',"delta":"';

/** Puts the deltas among the events of a run together. */
export class EventPacker {
  /** What the next delta is most likely to be like; all stretches of its item share it. */
  #delta: PlainDelta | null = null;

  pack(events: readonly string[]): readonly PackedEvents[] {
    const packed: PackedEvents[] = [];
    for (let index = 0; index < events.length;) {
      const texts = this.#deltasAt(events, index);
      // A single delta is less than a stretch of one.
      if (this.#delta === null || texts.length < 2) packed.push(events[index] ?? '');
      else packed.push(new DeltaStretch(this.#delta, texts));
      index += Math.max(texts.length, 1);
    }
    return packed;
  }

  /** The texts of one item's deltas from an index on. */
  #deltasAt(events: readonly string[], start: number): readonly string[] {
    const texts = textsOf(this.#delta, events, start);
    // To compare two events takes less than to read one.
    if (texts.length > 0 || !areAlike(events[start], events[start + 1])) return texts;
    this.#delta = PlainDelta.read(events[start] ?? '');
    return textsOf(this.#delta, events, start);
  }
}

function textsOf(delta: PlainDelta | null, events: readonly string[], start: number): string[] {
  const texts: string[] = [];
  for (let index = start; index < events.length; index += 1) {
    const text = delta?.textIn(events[index] ?? '') ?? null;
    if (text === null) break;
    texts.push(text);
  }
  return texts;
}

function areAlike(event = '', next = ''): boolean {
  const end = event.indexOf(TEXT);
  return end > 0 && event.slice(0, end) === next.slice(0, end);
}
