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

interface Entry {
  json: string;
  readonly isBarrier: boolean;
  readonly at: number;
  /** Set once other deltas were merged into it; `json` is then out of date. */
  merged: MergedDelta | null;
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
  readonly #entries: Entry[] = [];
  #firstSeq: number;
  #inFlight = 0;
  #inFlightUnits = 0;
  #queuedUnits = 0;
  #shownUpTo = 0;

  constructor(firstSeq: number) {
    this.#firstSeq = firstSeq;
  }

  /** The number of the first event that is not known to be in the log. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** How many events wait for the next append. */
  get queued(): number {
    return this.#entries.length - this.#inFlight;
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

  push(event: BaseEvent, json: string, now: number): void {
    if (this.#queuedUnits > MERGE_ABOVE_UNITS && this.#merge(event)) return;
    this.#entries.push({ json, isBarrier: BARRIERS.has(event.type), at: now, merged: null });
    this.#queuedUnits += json.length;
  }

  /** The texts to append next, from {@link firstSeq} on: as many as one append should carry. */
  take(): readonly string[] {
    const taken: string[] = [];
    while (taken.length < MAX_APPEND_EVENTS && this.#inFlightUnits < MAX_APPEND_UNITS) {
      const entry = this.#entries[this.#inFlight];
      if (entry === undefined) break;
      const units = unitsOf(entry);
      this.#inFlight += 1;
      this.#inFlightUnits += units;
      this.#queuedUnits -= units;
      taken.push(textOf(entry));
    }
    return taken;
  }

  /** What was taken is in the log. */
  commit(): void {
    this.#entries.splice(0, this.#inFlight);
    this.#firstSeq += this.#inFlight;
    this.#inFlight = 0;
    this.#inFlightUnits = 0;
  }

  /** Forgets what was not taken yet. */
  dropQueued(): void {
    this.#entries.length = this.#inFlight;
    this.#queuedUnits = 0;
  }

  /**
   * The events after a position that may be shown now: none from the first barrier on, none while
   * the oldest is older than `maxAgeMs`, and at most about `limitUnits` of text.
   */
  visible(after: number, { now, maxAgeMs, limitUnits }: Visibility): VisibleEvents | null {
    const oldest = this.#entries[0];
    const from = after + 1 - this.#firstSeq;
    if (oldest === undefined || from < 0 || now - oldest.at > maxAgeMs) return null;
    const events: string[] = [];
    let units = 0;
    for (let index = from; index < this.#entries.length && units < limitUnits; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined || entry.isBarrier) break;
      const json = textOf(entry);
      units += json.length;
      events.push(json);
    }
    if (events.length === 0) return null;
    this.#shownUpTo = Math.max(this.#shownUpTo, after + events.length);
    return { firstSeq: after + 1, events };
  }

  /** Joins a delta to the last queued event, unless that was shown to somebody under its number. */
  #merge(event: BaseEvent): boolean {
    const last = this.#entries.at(-1);
    const lastSeq = this.#firstSeq + this.#entries.length - 1;
    if (last === undefined || this.queued === 0 || lastSeq <= this.#shownUpTo) return false;
    if (last.isBarrier || !isMergeable(event)) return false;
    const merged = mergeOnto(last.merged ?? last.json, event);
    if (merged === null) return false;
    last.merged = merged;
    this.#queuedUnits += event.delta.length;
    return true;
  }
}

export interface Visibility {
  readonly now: number;
  readonly maxAgeMs: number;
  readonly limitUnits: number;
}

function textOf(entry: Entry): string {
  if (entry.merged !== null) {
    const { event, deltas } = entry.merged;
    entry.json = JSON.stringify({ ...event, delta: deltas.join('') });
    entry.merged = null;
  }
  return entry.json;
}

/** Merging adds to it what the delta has, whatever the text of the whole will be. */
function unitsOf({ json, merged }: Entry): number {
  return json.length + (merged?.addedUnits ?? 0);
}
