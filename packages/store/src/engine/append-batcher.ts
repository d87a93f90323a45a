import { toSegments } from '../backend/segment-codec.js';
import type { AppendRow, AppendRowOutcome, LogRows } from '../backend/log-rows.js';
import type { AppendItem } from '../event-log.js';
import { StoreError } from '../store-error.js';
import type { EngineClock } from './engine-clock.js';

export interface AppendBatcherOptions {
  readonly log: Pick<LogRows, 'append'>;
  readonly clock: EngineClock;
  readonly minIntervalMs: number;
  readonly maxEvents: number;
  readonly maxBytes: number;
}

interface Entry {
  readonly row: AppendRow;
  readonly events: number;
  readonly units: number;
  readonly resolve: (outcome: AppendRowOutcome) => void;
  readonly reject: (error: StoreError) => void;
}

/** In UTF-16 units of events. Each run bounds its own backlog; this bounds that of all of them. */
const MAX_WAITING_UNITS = 64 * 1_024 * 1_024;

/**
 * Writes the events of all runs of this node together: one statement at a time, and while it runs
 * the next ones collect. A statement has one item per thread at most, in the order of arrival.
 */
export class AppendBatcher {
  readonly #options: AppendBatcherOptions;
  #queue: Entry[] = [];
  #waitingUnits = 0;
  #lastBegun = -Infinity;
  #armed = false;
  #flight: Promise<void> | null = null;
  #closed = false;

  constructor(options: AppendBatcherOptions) {
    this.#options = options;
  }

  /**
   * @throws StoreError `unavailable` if nobody knows whether it was written, or if too much is
   *   waiting; `closed`; or whatever else the backend refuses this very item for
   */
  append(item: AppendItem): Promise<AppendRowOutcome> {
    const units = item.events.reduce((sum, { length }) => sum + length, 0);
    const refusal = this.#refusal(item, units);
    if (refusal !== null) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#queue.push({
        row: toRow(item),
        events: item.events.length,
        units,
        resolve,
        reject,
      });
      this.#waitingUnits += units;
      this.#schedule();
    });
  }

  /** Refuses further items and resolves when all others are settled. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#queue.length > 0 || this.#flight !== null) {
      if (this.#flight === null) this.#flush();
      await this.#flight;
    }
  }

  #refusal(item: AppendItem, units: number): StoreError | null {
    if (this.#closed) return new StoreError('closed', 'The store is closed');
    if (item.events.length === 0) return new StoreError('conflict', 'Nothing to append');
    // An empty queue takes anything: what is too large for ever could never be written.
    if (this.#waitingUnits === 0 || this.#waitingUnits + units <= MAX_WAITING_UNITS) return null;
    return new StoreError('unavailable', 'Too many events are waiting for the database');
  }

  #schedule(): void {
    if (this.#armed || this.#flight !== null || this.#queue.length === 0) return;
    this.#armed = true;
    const { clock, minIntervalMs } = this.#options;
    const wait = this.#lastBegun + minIntervalMs - clock.now();
    // A microtask later, so that what is appended in the same breath goes along.
    if (wait > 0) clock.after(wait, () => this.#flush(), true);
    else queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#armed = false;
    if (this.#flight !== null || this.#queue.length === 0) return;
    this.#lastBegun = this.#options.clock.now();
    this.#flight = this.#write(this.#take()).finally(() => {
      this.#flight = null;
      this.#schedule();
    });
  }

  /** The first entries that fit into one statement. An entry is passed over only by other threads. */
  #take(): Entry[] {
    const { maxEvents, maxBytes } = this.#options;
    const threads = new Set<number>();
    const taken: Entry[] = [];
    const left: Entry[] = [];
    let events = 0;
    let units = 0;
    let full = false;
    for (const entry of this.#queue) {
      const fits = events + entry.events <= maxEvents && units + entry.units <= maxBytes;
      full ||= !fits && taken.length > 0;
      if (full || threads.has(entry.row.threadPk)) {
        left.push(entry);
        continue;
      }
      threads.add(entry.row.threadPk);
      taken.push(entry);
      events += entry.events;
      units += entry.units;
    }
    this.#queue = left;
    this.#waitingUnits -= units;
    return taken;
  }

  async #write(batch: readonly Entry[]): Promise<void> {
    try {
      const outcomes = await this.#options.log.append(batch.map(({ row }) => row));
      for (const [index, entry] of batch.entries()) settle(entry, outcomes[index]);
    } catch (thrown) {
      const error = toStoreError(thrown);
      if (batch.length > 1 && error.code !== 'unavailable') {
        // One bad item must not fail the others' runs.
        for (const entry of batch) await this.#write([entry]);
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }
}

function settle({ resolve, reject }: Entry, outcome: AppendRowOutcome | undefined): void {
  if (outcome === undefined) reject(new StoreError('corrupt', 'An append was not answered'));
  else resolve(outcome);
}

function toRow(item: AppendItem): AppendRow {
  const { threadPk, runPk, fence, firstSeq, messageIds, events, close } = item;
  return {
    threadPk,
    runPk,
    fence,
    firstSeq,
    lastSeq: firstSeq + events.length - 1,
    messageIds,
    segments: toSegments(firstSeq, events),
    ...(close === undefined ? {} : { close }),
  };
}

/** A backend throws nothing else; if it does, nobody knows what has become of the statement. */
function toStoreError(thrown: unknown): StoreError {
  if (StoreError.is(thrown)) return thrown;
  return new StoreError('unavailable', 'The events could not be written', { cause: thrown });
}
