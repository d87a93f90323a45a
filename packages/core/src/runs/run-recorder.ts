import {
  StoreError,
  type AppendItem,
  type AppendOutcome,
  type RunClose,
  type RunLease,
  type StoreEngine,
} from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { freeThread } from './free-thread.js';

/** How long failed appends are tried again before the run is given up. */
const RETRY_FOR_MS = 8_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;
/** Text that may wait for a slow store; beyond it the run is given up rather than the process. */
const MAX_PENDING_UNITS = 64 * 1024 * 1024;

export type RecorderLoss = 'fenced' | 'STORE_UNAVAILABLE' | 'STORE_BACKPRESSURE';

export interface RunRecorderOptions {
  readonly store: StoreEngine;
  readonly lease: RunLease;
  readonly clock: Clock;
  /** Called at most once, when nothing more can be recorded. */
  readonly onLost: (reason: RecorderLoss, cause?: unknown) => void;
}

/**
 * Writes one run's events to the log: in order, one append at a time, whatever came in meanwhile
 * in the next one. An event becomes visible to viewers only by the hint that follows its append.
 */
export class RunRecorder {
  readonly #options: RunRecorderOptions;
  #pending: string[] = [];
  #pendingIds: string[] = [];
  #pendingUnits = 0;
  #close: RunClose | undefined;
  #nextSeq: number;
  #flushing: Promise<void> | null = null;
  #lost: RecorderLoss | null = null;
  /** An append of which nobody knows whether it was carried out. */
  #unsettled: AppendItem | null = null;

  constructor(options: RunRecorderOptions) {
    this.#options = options;
    this.#nextSeq = options.lease.firstSeq;
  }

  /** Takes over one serialised event and the ids of messages it mentions for the first time. */
  record(json: string, messageIds: readonly string[]): void {
    if (this.#lost !== null || this.#close !== undefined) return;
    this.#pending.push(json);
    // One by one: a snapshot may name more messages than a call can have arguments.
    for (const id of messageIds) this.#pendingIds.push(id);
    this.#pendingUnits += json.length;
    if (this.#pendingUnits > MAX_PENDING_UNITS) this.#lose('STORE_BACKPRESSURE');
    else this.#flushing ??= this.#flush();
  }

  /** Makes what was recorded last the terminal event; it frees the thread with the same append. */
  end(close: RunClose): void {
    this.#close ??= close;
  }

  /** Resolves when everything recorded so far is in the log, or is known never to be. */
  async settled(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing;
  }

  async #flush(): Promise<void> {
    // Waits for the end of the current turn, so that events emitted together are appended together.
    await Promise.resolve();
    while (this.#pending.length > 0 && this.#lost === null) await this.#appendPending();
    this.#flushing = null;
    if (this.#lost === null || this.#lost === 'fenced') return;
    const { store, lease, clock } = this.#options;
    const at = { nextSeq: this.#nextSeq, unsettled: this.#unsettled, code: this.#lost };
    void freeThread({ store, lease, clock, ...at });
  }

  async #appendPending(): Promise<void> {
    const { store, lease } = this.#options;
    const events = this.#pending;
    const messageIds = this.#pendingIds;
    this.#pending = [];
    this.#pendingIds = [];
    this.#pendingUnits = 0;
    const { threadPk, runPk, fence } = lease;
    const item = { threadPk, runPk, fence, firstSeq: this.#nextSeq, events, messageIds };
    const close = this.#close;
    const outcome = await this.#append(close === undefined ? item : { ...item, close });
    if (outcome === null) return;
    if (outcome.kind === 'fenced') {
      this.#lose('fenced');
      return;
    }
    this.#nextSeq += events.length;
    store.bus.hint(threadPk, outcome.durableSeq);
  }

  async #append(item: AppendItem): Promise<AppendOutcome | null> {
    const { store, clock } = this.#options;
    const giveUpAt = clock.now() + RETRY_FOR_MS;
    for (let delay = FIRST_RETRY_MS; ; delay = Math.min(delay * 2, LAST_RETRY_MS)) {
      try {
        const [outcome] = await store.log.append([item]);
        return outcome ?? null;
      } catch (error) {
        const retry = StoreError.is(error) && error.code === 'unavailable';
        if (!retry || clock.now() + delay > giveUpAt) {
          if (retry) this.#unsettled = item;
          this.#lose('STORE_UNAVAILABLE', error);
          return null;
        }
        await new Promise<void>((resolve) => clock.after(delay, resolve));
      }
    }
  }

  #lose(reason: RecorderLoss, cause?: unknown): void {
    if (this.#lost !== null) return;
    this.#lost = reason;
    this.#pending = [];
    this.#options.onLost(reason, cause);
  }
}
