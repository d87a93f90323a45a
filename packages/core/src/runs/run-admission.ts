import type { RunAgentInput, RunLease, Scope, StoreEngine } from '@flightdeck/store';
import {
  duplicateRun,
  runInProgress,
  shuttingDown,
  threadNotFound,
  tooManyQueuedRuns,
} from '../errors/wire-errors.js';
import type { Clock } from '../internal/clock.js';
import { guardStore } from './guard-store.js';
import { KeyedQueue } from './keyed-queue.js';
import type { RunPolicy } from './run-policy.js';
import { patiently } from './store-patience.js';
import { ThreadFollowers } from './thread-followers.js';

export interface AdmissionRequest {
  readonly scope: Scope;
  readonly agentId: string;
  readonly input: RunAgentInput;
}

interface Attempt extends AdmissionRequest {
  readonly check: (() => Promise<void>) | null;
  readonly giveUpAt: number;
}

/** Gives threads to runs, and decides what becomes of a run whose thread is busy. */
export class RunAdmission {
  readonly #store: StoreEngine;
  readonly #clock: Clock;
  readonly #queue = new KeyedQueue();
  readonly #waiting: ThreadFollowers;

  constructor(store: StoreEngine, clock: Clock) {
    this.#store = store;
    this.#waiting = new ThreadFollowers(store);
    this.#clock = clock;
  }

  /**
   * The lease of the run, as soon as the policy gives it one. `check`, where there is any, is called
   * before each attempt and may throw.
   *
   * @throws RuntimeError `run_in_progress` (also when enqueued for too long), `duplicate_run`,
   *   `thread_not_found`, `rate_limited` or `unavailable`
   */
  async admit(
    request: AdmissionRequest,
    policy: RunPolicy,
    check: (() => Promise<void>) | null = null,
  ): Promise<RunLease> {
    const { enqueueTimeoutMs, stopDeadlineMs } = policy.limits;
    const patienceMs = policy.onBusy === 'enqueue' ? enqueueTimeoutMs : stopDeadlineMs * 2;
    const giveUpAt = this.#clock.now() + patienceMs;
    const { scope, agentId, input } = request;
    const attempt = { scope, agentId, input, check, giveUpAt };
    if (policy.onBusy !== 'enqueue') return this.#tryAcquire(attempt, policy);
    const { tenantId, userId } = scope;
    // Whose thread it is turns out later: until then, everybody has a line of their own.
    const key = JSON.stringify([tenantId, userId, input.threadId]);
    // The one being served is in the line, too.
    if (this.#queue.length(key) > policy.limits.maxQueuedRuns) throw tooManyQueuedRuns();
    const turn = this.#queue.join(key);
    try {
      await turn.ready;
      return await this.#tryAcquire(attempt, policy);
    } finally {
      turn.leave();
    }
  }

  /** Has every run that waits ask once more, now that the store gives nobody a thread any longer. */
  release(): void {
    this.#waiting.release();
  }

  async #tryAcquire(attempt: Attempt, policy: RunPolicy): Promise<RunLease> {
    const { scope, agentId, input, check, giveUpAt } = attempt;
    const { threadId, runId, parentRunId } = input;
    const wanted =
      parentRunId === undefined
        ? { threadId, runId, agentId }
        : { threadId, runId, agentId, parentRunId };
    for (;;) {
      if (check !== null) await check();
      const result = await guardStore(this.#store.coordinator.acquire(scope, wanted));
      if (result.kind === 'acquired') return result.lease;
      if (result.kind === 'not-found') throw threadNotFound(threadId);
      if (result.kind === 'duplicate-run') throw duplicateRun(runId);
      if (result.kind === 'draining') throw shuttingDown();
      const leftMs = giveUpAt - this.#clock.now();
      if (policy.onBusy === 'reject' || leftMs <= 0) throw runInProgress(result.activeRunId);
      if (policy.onBusy === 'supersede') {
        const stop = { threadId, runId: result.activeRunId, reason: 'superseded' } as const;
        await guardStore(this.#store.coordinator.requestStop(scope, stop));
      }
      await this.#waitForEnd(result.threadPk, result.activeRunId, leftMs);
    }
  }

  /** Waits until the run has let go of the thread, or for `timeoutMs`. */
  async #waitForEnd(threadPk: number, runId: string, timeoutMs: number): Promise<void> {
    const { wakeup, unfollow } = this.#waiting.follow(threadPk);
    const cancelTimer =
      timeoutMs === Infinity ? () => undefined : this.#clock.after(timeoutMs, () => wakeup.close());
    try {
      do {
        const heads = () => this.#store.log.heads([threadPk]);
        const [head] = await guardStore(patiently(heads, this.#clock, () => !wakeup.closed));
        if (head?.activeRunId !== runId) return;
      } while (await wakeup.wait());
    } finally {
      cancelTimer();
      unfollow();
    }
  }
}
