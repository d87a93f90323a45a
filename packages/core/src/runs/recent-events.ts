import type { VisibleEvents } from './uncommitted-events.js';

/** What is kept for viewers that keep up; who is further behind reads the log. */
const MAX_EVENTS = 1_024;
const MAX_UNITS = 128 * 1024;

/** The latest events of a run that are in the log, so that viewers of its process need not read them there. */
export class RecentEvents {
  #firstSeq = 1;
  #events: string[] = [];
  #units = 0;

  /** Adds what was appended from a number on; everything before a gap is forgotten. */
  add(firstSeq: number, events: readonly string[]): void {
    if (firstSeq !== this.#firstSeq + this.#events.length) this.clear();
    if (this.#events.length === 0) this.#firstSeq = firstSeq;
    for (const json of events) {
      this.#events.push(json);
      this.#units += json.length;
    }
    this.#trim();
  }

  clear(): void {
    this.#events = [];
    this.#units = 0;
  }

  /** Forgets the events up to a position. */
  drop(upTo: number): void {
    const count = Math.min(upTo + 1 - this.#firstSeq, this.#events.length);
    if (count > 0) this.#forget(count);
  }

  /** The events after a position; `null` if they are not all here, or there are none. */
  after(seq: number): VisibleEvents | null {
    const from = seq + 1 - this.#firstSeq;
    if (from < 0 || from >= this.#events.length) return null;
    return { firstSeq: seq + 1, events: this.#events.slice(from) };
  }

  #trim(): void {
    let surplus = 0;
    let units = this.#units;
    while (units > MAX_UNITS || this.#events.length - surplus > MAX_EVENTS) {
      units -= this.#events[surplus]?.length ?? 0;
      surplus += 1;
    }
    if (surplus > 0) this.#forget(surplus);
  }

  #forget(count: number): void {
    this.#firstSeq += count;
    if (count === this.#events.length) {
      this.clear();
      return;
    }
    for (const json of this.#events.splice(0, count)) this.#units -= json.length;
  }
}
