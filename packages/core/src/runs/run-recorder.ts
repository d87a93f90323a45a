import type {
  AppendItem,
  AppendOutcome,
  BaseEvent,
  RunClose,
  RunLease,
  StoreEngine,
} from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { freeThread } from './free-thread.js';
import type { BudgetHolder, QueueBudget } from './queue-budget.js';
import { RecentEvents } from './recent-events.js';
import { isOutage, patiently } from './store-patience.js';
import { UncommittedEvents, type VisibleEvents } from './uncommitted-events.js';

/** Text that may wait behind an append, in UTF-16 units; beyond it the run is given up. */
const MAX_QUEUED_UNITS = 8 * 1024 * 1024;
/** How much text one look at the tail brings at most. */
const TAIL_UNITS = 64 * 1024;

export type RecorderLoss = 'fenced' | 'STORE_UNAVAILABLE' | 'STORE_BACKPRESSURE';

export interface RunRecorderOptions {
  readonly store: StoreEngine;
  readonly lease: RunLease;
  readonly clock: Clock;
  readonly budget: QueueBudget;
  /** How long events may be shown that are not in the log; `null` for never. */
  readonly maxUndurableMs: number | null;
  /** Whether this process has viewers of the run. */
  readonly isWatched: () => boolean;
  /** Called whenever there is something new to show to viewers of this process. */
  readonly onProgress: () => void;
  /** Called at most once, when nothing more can be recorded. */
  readonly onLost: (reason: RecorderLoss, cause?: unknown) => void;
}

/**
 * Writes one run's events to the log: in order, one append at a time, whatever came in meanwhile
 * in the next one. Viewers see an event by the hint that follows its append, those of this process
 * possibly a moment before.
 */
export class RunRecorder implements BudgetHolder {
  heldUnits = 0;
  readonly #options: RunRecorderOptions;
  readonly #events: UncommittedEvents;
  readonly #recent = new RecentEvents();
  #messageIds: string[] = [];
  #close: RunClose | undefined;
  #flushing: Promise<void> | null = null;
  #lost: RecorderLoss | null = null;
  #closed = false;
  /** An append of which nobody knows whether it was carried out. */
  #unsettled: AppendItem | null = null;

  constructor(options: RunRecorderOptions) {
    this.#options = options;
    this.#events = new UncommittedEvents(options.lease.firstSeq, options.maxUndurableMs !== null);
  }

  /** The number of the last event in the log; `null` once the run is closed or lost. */
  get logReaches(): number | null {
    return this.#closed || this.#lost !== null ? null : this.#events.firstSeq - 1;
  }

  /** The number of the terminal event, once it is in the log. */
  get endsAt(): number | null {
    return this.#closed ? this.#events.firstSeq - 1 : null;
  }

  /**
   * Events after a position that viewers may be shown without a look at the log: the latest in it,
   * and those that may be shown before they are. durability.md 6.1.
   */
  visibleTail(after: number): VisibleEvents | null {
    const stored = this.#recent.after(after);
    const { clock, maxUndurableMs: maxAgeMs } = this.#options;
    if (stored !== null || maxAgeMs === null || this.#lost !== null) return stored;
    return this.#events.visible(after, { now: clock.now(), maxAgeMs, limitUnits: TAIL_UNITS });
  }

  /** Every viewer of this process has seen the events up to a position. */
  forgetSeen(upTo: number): void {
    this.#recent.drop(upTo);
  }

  /** Takes over one event, its text, and the ids of messages it mentions for the first time. */
  record(event: BaseEvent, json: string, messageIds: readonly string[]): void {
    if (this.#lost !== null || this.#close !== undefined) return;
    const { clock, maxUndurableMs, onProgress } = this.#options;
    // How old an event is matters only where it may be shown before it is stored.
    this.#events.push(event, json, maxUndurableMs === null ? 0 : clock.now());
    // One by one: a snapshot may name more messages than a call can have arguments.
    for (const id of messageIds) this.#messageIds.push(id);
    if (!this.#fits()) {
      this.#lose('STORE_BACKPRESSURE');
      return;
    }
    this.#flushing ??= this.#flush();
    if (maxUndurableMs !== null) onProgress();
  }

  /** Makes what was recorded last the terminal event; it frees the thread with the same append. */
  end(close: RunClose): void {
    this.#close ??= close;
  }

  /** The thread is somebody else's: what is not in the log yet will never be. */
  abandon(): void {
    this.#lost ??= 'fenced';
    this.#drop();
  }

  /** Resolves when everything recorded so far is in the log, or is known never to be. */
  async settled(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing;
  }

  #fits(): boolean {
    const { queued, queuedUnits, units, isAppending } = this.#events;
    // What was said in one go has not kept the store waiting, nor has a single large event.
    if (isAppending && queued > 1 && queuedUnits > MAX_QUEUED_UNITS) return false;
    return this.#options.budget.hold(this, units);
  }

  async #flush(): Promise<void> {
    // Waits for the end of the current turn, so that events emitted together are appended together.
    await Promise.resolve();
    while (this.#events.queued > 0 && this.#lost === null) await this.#appendQueued();
    this.#flushing = null;
    if (this.#lost === null || this.#lost === 'fenced') return;
    const { store, lease, clock } = this.#options;
    const nextSeq = this.#events.firstSeq;
    void freeThread({ store, lease, clock, nextSeq, unsettled: this.#unsettled, code: this.#lost });
  }

  async #appendQueued(): Promise<void> {
    const { store, lease, budget, isWatched, onProgress } = this.#options;
    const { threadPk, runPk, fence } = lease;
    const { firstSeq } = this.#events;
    const messageIds = this.#messageIds;
    this.#messageIds = [];
    const item = { threadPk, runPk, fence, firstSeq, events: this.#events.take(), messageIds };
    const close = this.#events.queued === 0 ? this.#close : undefined;
    const outcome = await this.#append(close === undefined ? item : { ...item, close });
    if (outcome === null) return;
    if (outcome.kind === 'fenced') {
      this.#lose('fenced');
      return;
    }
    this.#events.commit();
    if (isWatched()) this.#recent.add(firstSeq, item.events);
    else this.#recent.clear();
    budget.hold(this, this.#events.units);
    this.#closed = close !== undefined;
    store.bus.hint(threadPk, outcome.durableSeq);
    onProgress();
  }

  async #append(item: AppendItem): Promise<AppendOutcome | null> {
    const { store, clock } = this.#options;
    const isWanted = (): boolean => this.#lost !== 'fenced';
    try {
      const [outcome] = await patiently(() => store.log.append([item]), clock, isWanted);
      return outcome ?? null;
    } catch (error) {
      if (isOutage(error)) this.#unsettled = item;
      this.#lose('STORE_UNAVAILABLE', error);
      return null;
    }
  }

  #lose(reason: RecorderLoss, cause?: unknown): void {
    if (this.#lost !== null) return;
    this.#lost = reason;
    this.#drop();
    this.#options.onLost(reason, cause);
  }

  #drop(): void {
    this.#messageIds = [];
    this.#events.dropQueued();
    this.#options.budget.hold(this, 0);
  }
}
