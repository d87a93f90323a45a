import { isMergeable, mergeOnto, type MergedDelta } from './merge-deltas.js';
import type { BaseEvent } from '@flightdeck/store';

/** Queued text from which on deltas are merged, in UTF-16 units. */
const MERGE_ABOVE_UNITS = 1024 * 1024;

/** What one append carries at most, but for an event that is larger by itself. */
const MAX_APPEND_EVENTS = 5_000;
const MAX_APPEND_UNITS = 2 * 1024 * 1024;

/** Events that nobody is shown before they are in the log, nor what comes after them. durability.md 6.1. */
const BARRIERS: ReadonlySet<string> = new Set([
  'RUN_STARTED',
  'TOOL_CALL_END',
  'TOOL_CALL_RESULT',
  'STATE_SNAPSHOT',
  'MESSAGES_SNAPSHOT',
  'CUSTOM',
  'RUN_FINISHED',
  'RUN_ERROR',
]);

/** What decides whether an event may be shown before it is in the log. */
interface Showing {
  readonly isBarrier: boolean;
  readonly at: number;
}

/** Events with consecutive numbers that may be shown although they are not in the log yet. */
export interface VisibleEvents {
  readonly firstSeq: number;
  readonly events: readonly string[];
}

/**
 * A run's events that are not known to be in the log: those of the append that is under way, and
 * behind them the queue of the next one. Adjacent deltas of one item become one event once a lot is
 * queued, so that a slow store is left behind by a run's text at most, not by its event count.
 */
export class UncommittedEvents {
  readonly #texts: string[] = [];
  /** The same for each text; `null` where nothing is shown that is not in the log. */
  readonly #showings: Showing[] | null;
  /** The last text and what was joined to it since; the text is out of date then. */
  #merged: MergedDelta | null = null;
  #firstSeq: number;
  #inFlight = 0;
  #inFlightUnits = 0;
  #queuedUnits = 0;
  #shownUpTo = 0;

  /** @param showsEarly whether {@link visible} is going to be asked */
  constructor(firstSeq: number, showsEarly: boolean) {
    this.#firstSeq = firstSeq;
    this.#showings = showsEarly ? [] : null;
  }

  /** The number of the first event that is not known to be in the log. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** How many events wait for the next append. */
  get queued(): number {
    return this.#texts.length - this.#inFlight;
  }

  /** Whether an append is under way. */
  get isAppending(): boolean {
    return this.#inFlight > 0;
  }

  /** The size of what waits for the next append, in UTF-16 units. */
  get queuedUnits(): number {
    return this.#queuedUnits;
  }

  /** The size of everything that is kept in memory, in UTF-16 units. */
  get units(): number {
    return this.#queuedUnits + this.#inFlightUnits;
  }

  /** @param now the time, where events are shown early */
  push(event: BaseEvent, json: string, now: number): void {
    if (this.#queuedUnits > MERGE_ABOVE_UNITS && this.#merge(event)) return;
    this.#render();
    this.#texts.push(json);
    this.#showings?.push({ isBarrier: BARRIERS.has(event.type), at: now });
    this.#queuedUnits += json.length;
  }

  /** The texts to append next, from {@link firstSeq} on: as many as one append should carry. */
  take(): readonly string[] {
    this.#render();
    const taken: string[] = [];
    while (taken.length < MAX_APPEND_EVENTS && this.#inFlightUnits < MAX_APPEND_UNITS) {
      const text = this.#texts[this.#inFlight];
      if (text === undefined) break;
      this.#inFlight += 1;
      this.#inFlightUnits += text.length;
      this.#queuedUnits -= text.length;
      taken.push(text);
    }
    return taken;
  }

  /** What was taken is in the log. */
  commit(): void {
    this.#texts.splice(0, this.#inFlight);
    this.#showings?.splice(0, this.#inFlight);
    this.#firstSeq += this.#inFlight;
    this.#inFlight = 0;
    this.#inFlightUnits = 0;
  }

  /** Forgets what was not taken yet. */
  dropQueued(): void {
    this.#texts.length = this.#inFlight;
    if (this.#showings !== null) this.#showings.length = this.#inFlight;
    this.#merged = null;
    this.#queuedUnits = 0;
  }

  /**
   * The events after a position that may be shown now: none from the first barrier on, none while
   * the oldest is older than `maxAgeMs`, and at most about `limitUnits` of text.
   */
  visible(after: number, { now, maxAgeMs, limitUnits }: Visibility): VisibleEvents | null {
    const showings = this.#showings ?? [];
    const from = after + 1 - this.#firstSeq;
    const [oldest] = showings;
    if (oldest === undefined || from < 0 || now - oldest.at > maxAgeMs) return null;
    this.#render();
    const events: string[] = [];
    let units = 0;
    for (let index = from; units < limitUnits && showings[index]?.isBarrier === false; index += 1) {
      const text = this.#texts[index] ?? '';
      units += text.length;
      events.push(text);
    }
    if (events.length === 0) return null;
    this.#shownUpTo = Math.max(this.#shownUpTo, after + events.length);
    return { firstSeq: after + 1, events };
  }

  /** Joins a delta to the last queued event, unless that was shown to somebody under its number. */
  #merge(event: BaseEvent): boolean {
    const last = this.#texts.at(-1);
    const lastSeq = this.#firstSeq + this.#texts.length - 1;
    if (last === undefined || this.queued === 0 || lastSeq <= this.#shownUpTo) return false;
    // No barrier is mergeable.
    if (!isMergeable(event)) return false;
    const merged = mergeOnto(this.#merged ?? last, event);
    if (merged === null) return false;
    this.#merged = merged;
    this.#queuedUnits += event.delta.length;
    return true;
  }

  /** Brings the last text up to date. */
  #render(): void {
    if (this.#merged === null) return;
    const { event, deltas, addedUnits } = this.#merged;
    const text = JSON.stringify({ ...event, delta: deltas.join('') });
    const before = (this.#texts.pop() ?? '').length;
    this.#texts.push(text);
    this.#queuedUnits += text.length - before - addedUnits;
    this.#merged = null;
  }
}

export interface Visibility {
  readonly now: number;
  readonly maxAgeMs: number;
  readonly limitUnits: number;
}
