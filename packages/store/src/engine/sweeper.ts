import type { StoreBackend } from '../backend/store-backend.js';
import type { RemovedThread, RetentionPolicy } from '../backend/thread-rows.js';
import type { Scope } from '../scope.js';
import { StoreError } from '../store-error.js';
import type { EngineClock } from './engine-clock.js';
import { Repeating, jittered } from './repeating.js';

export interface SweeperOptions {
  readonly backend: StoreBackend;
  readonly clock: EngineClock;
  readonly rawLogMs: number;
  readonly retention: RetentionPolicy;
  readonly compact: (runPk: number) => Promise<void>;
  readonly onRemoved: (thread: RemovedThread) => void;
  readonly onArchived: (owner: Scope, metaSeq: number) => void;
  readonly warn: (message: string, cause?: unknown) => void;
}

const SWEEP_MS = 60_000;
/** Whoever ended a run compacts it; this is for the runs of those who could not. */
const COMPACT_AFTER_MS = 10_000;
const RUNS_AT_ONCE = 100;
const THREADS_AT_ONCE = 500;
/** Per sweep, so that a long backlog keeps nobody else from the database for long. */
const MAX_BATCHES = 20;
const MAX_BROKEN = 1_000;

/** Keeps the database small, in the background. Any number of nodes may do so at once. */
export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #repeating: Repeating;
  /** Runs that can never be compacted: told once, and in nobody's way. */
  readonly #broken = new Set<number>();
  #stopped = false;

  constructor(options: SweeperOptions) {
    this.#options = options;
    this.#repeating = new Repeating({
      clock: options.clock,
      delayMs: () => jittered(SWEEP_MS),
      turn: () => this.sweep(),
      onError: (error) => options.warn('The store could not be swept', error),
    });
  }

  start(): void {
    if (!this.#stopped) this.#repeating.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#repeating.stop();
  }

  /** Never rejects: what fails is told and done next time. */
  async sweep(): Promise<void> {
    await this.#attempt('Ended runs could not be compacted', () => this.#compactRuns());
    await this.#attempt('Old raw events could not be dropped', () => this.#dropRaw());
    await this.#attempt('Old threads could not be removed', () => this.#applyRetention());
  }

  async #attempt(message: string, work: () => Promise<void>): Promise<void> {
    if (this.#stopped) return;
    try {
      await work();
    } catch (error) {
      this.#options.warn(message, error);
    }
  }

  async #compactRuns(): Promise<void> {
    const { backend, compact, warn } = this.#options;
    const limit = RUNS_AT_ONCE + this.#broken.size;
    const due = await backend.log.runsToCompact?.(COMPACT_AFTER_MS, limit);
    for (const { runPk } of due ?? []) {
      if (this.#stopped) return;
      if (this.#broken.has(runPk)) continue;
      // One run that cannot be compacted must not keep the others from it.
      await compact(runPk).catch((error: unknown) => {
        const isBroken = StoreError.is(error) && error.code === 'corrupt';
        if (isBroken && this.#broken.size < MAX_BROKEN) this.#broken.add(runPk);
        warn(`Run ${runPk} could not be compacted`, error);
      });
    }
  }

  async #dropRaw(): Promise<void> {
    const { backend, rawLogMs } = this.#options;
    await this.#inBatches(RUNS_AT_ONCE, async () => {
      const dropped = await backend.log.dropRaw?.(rawLogMs, RUNS_AT_ONCE);
      return dropped ?? 0;
    });
  }

  async #applyRetention(): Promise<void> {
    const { backend, retention, onRemoved, onArchived } = this.#options;
    await this.#inBatches(THREADS_AT_ONCE, async () => {
      const applied = await backend.threads.applyRetention?.(retention, THREADS_AT_ONCE);
      if (applied === undefined) return 0;
      for (const thread of applied.removed) onRemoved(thread);
      for (const { owner, metaSeq } of applied.archived) onArchived(owner, metaSeq);
      return applied.removed.length;
    });
  }

  async #inBatches(size: number, batch: () => Promise<number>): Promise<void> {
    for (let count = 0; count < MAX_BATCHES && !this.#stopped; count += 1) {
      if ((await batch()) < size) return;
    }
  }
}
