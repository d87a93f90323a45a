import type { PlainDelta } from '../compaction/plain-delta.js';

/**
 * Deltas of one item that follow each other, with what they share kept once and their texts in one
 * string: an event of its own is several objects, which the garbage collector visits and moves as long
 * as it is kept.
 */
export class DeltaStretch {
  readonly #delta: PlainDelta;
  readonly #texts: string;
  /** The length of each text as one character: numbers would take eight times as much. */
  readonly #lengths: string;

  /** @param delta what they are but for their texts, none of which has more than 65,535 characters */
  constructor(delta: PlainDelta, texts: readonly string[]) {
    this.#delta = delta;
    this.#texts = texts.join('');
    this.#lengths = String.fromCharCode(...texts.map(({ length }) => length));
  }

  /** How many deltas there are. */
  get length(): number {
    return this.#lengths.length;
  }

  /** The delta that all of them come to. */
  merged(): PlainDelta {
    return this.#delta.withText(this.#texts);
  }

  /** The events as they were. */
  events(): string[] {
    const events: string[] = [];
    let start = 0;
    for (let index = 0; index < this.length; index += 1) {
      const end = start + this.#lengths.charCodeAt(index);
      events.push(this.#delta.withText(this.#texts.slice(start, end)).json());
      start = end;
    }
    return events;
  }
}
