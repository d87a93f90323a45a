import type { RunAgentInput, RunLease, Scope, StopResult, StoreEngine } from '@flightdeck/store';
import {
  duplicateRun,
  runInProgress,
  shuttingDown,
  storeUnavailable,
  threadNotFound,
  tooManyQueuedRuns,
} from '../errors/wire-errors.js';
import { RuntimeError } from '../errors/runtime-error.js';
import type { FrameSource } from '../http/reply.js';
import { systemClock, type Clock } from '../internal/clock.js';
import { Wakeup } from '../internal/wakeup.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import { SILENT_LOGGER, type Logger } from '../runtime/logger.js';
import { createFrameStream } from './frame-stream.js';
import { KeyedQueue } from './keyed-queue.js';
import { storableInput, type StorableInput } from './redact-input.js';
import { RunExecution, type RunObserver } from './run-execution.js';
import { DEFAULT_RUN_POLICY, type RunPolicy } from './run-policy.js';
import { followRun } from './thread-frames.js';

export interface StartRun {
  readonly scope: Scope;
  readonly agentId: string;
  /** A clone made for this run alone, set up by `prepareAgent`. */
  readonly agent: RuntimeAgent;
  readonly input: RunAgentInput;
  readonly policy?: RunPolicy;
  readonly observer?: RunObserver;
  /** Whether RUN_STARTED tells the messages that the thread did not have. @default true */
  readonly echoInput?: boolean;
}

export interface RunEngineOptions {
  readonly store: StoreEngine;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly newId?: () => string;
}

/**
 * Executes runs on a store: takes the thread, drives the agent, records every event, serves any
 * number of viewers from the log. The same for every store, and for every runner built on it.
 */
export class RunEngine {
  readonly store: StoreEngine;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #newId: () => string;
  readonly #active = new Map<number, RunExecution>();
  readonly #queue = new KeyedQueue();
  #started: Promise<void> | null = null;

  constructor(options: RunEngineOptions) {
    this.store = options.store;
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? SILENT_LOGGER;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
  }

  /** The runs that this process is executing. */
  get activeRuns(): number {
    return this.#active.size;
  }

  /** Whether this process executes a run on a thread of this id, whichever tenant's it is. */
  isRunning(threadId: string): boolean {
    return [...this.#active.values()].some((execution) => execution.threadId === threadId);
  }

  /** The execution of a run, if it happens in this process. */
  executionOf(threadPk: number, runId: string): RunExecution | undefined {
    const execution = this.#active.get(threadPk);
    return execution?.runId === runId ? execution : undefined;
  }

  /**
   * Starts a run and resolves once its RUN_STARTED is in the log; the agent goes on by itself.
   *
   * @throws RuntimeError `run_in_progress`, `duplicate_run`, `thread_not_found`, `rate_limited`,
   *   `timeout` (enqueued for too long) or `unavailable`
   */
  async start(request: StartRun): Promise<RunExecution> {
    await this.#ready();
    const policy = request.policy ?? DEFAULT_RUN_POLICY;
    const lease = await this.#acquire(request, policy);
    const { agent, agentId, input, observer = {} } = request;
    const execution = new RunExecution({
      store: this.store,
      lease,
      agent,
      agentId,
      input,
      echo: await this.#echoOf(request, lease),
      policy,
      observer,
      clock: this.#clock,
      logger: this.#logger,
      newId: this.#newId,
    });
    this.#active.set(lease.threadPk, execution);
    void execution.ended.then(() => this.#onEnded(execution));
    await execution.open();
    if (execution.lost !== null) throw storeUnavailable(execution.lost);
    void execution.drive();
    return execution;
  }

  /** A viewer of a run from its first event, counted as one until it is closed. */
  watch(execution: RunExecution, onClosed: () => void = () => undefined): FrameSource {
    const { threadPk, runPk, runId } = execution;
    const wakeup = new Wakeup();
    const unfollow = this.store.bus.follow(threadPk, () => wakeup.wake());
    const leave = execution.viewers.add();
    const run = {
      threadPk,
      runPk,
      runId,
      after: execution.firstSeq - 1,
      lost: () => execution.lost,
    };
    return createFrameStream(
      {
        produce: () => followRun(this.store, run, wakeup),
        onClosed: () => {
          unfollow();
          leave();
          onClosed();
        },
        logger: this.#logger,
      },
      wakeup,
    );
  }

  /** Asks the active run of a thread to end, wherever it is executed. Resolves at once. */
  async stop(scope: Scope, threadId: string, runId?: string): Promise<StopResult> {
    await this.#ready();
    const request = runId === undefined ? { threadId } : { threadId, runId };
    return this.#guardStore(this.store.coordinator.requestStop(scope, request));
  }

  /**
   * Refuses new runs, lets the active ones end for up to `graceMs`, ends the rest with RUN_ERROR
   * `SERVER_SHUTDOWN`, and closes the store.
   */
  async shutdown(graceMs: number): Promise<void> {
    await this.#ready();
    await this.store.coordinator.drain(graceMs);
    await Promise.all([...this.#active.values()].map((execution) => execution.ended));
    await this.store.close();
  }

  async #ready(): Promise<void> {
    this.#started ??= this.store.coordinator.start();
    try {
      await this.#guardStore(this.#started);
    } catch (error) {
      // The next request asks again.
      this.#started = null;
      throw error;
    }
  }

  #onEnded(execution: RunExecution): void {
    if (this.#active.get(execution.threadPk) === execution) this.#active.delete(execution.threadPk);
    this.store.log.compact(execution.runPk).catch((error: unknown) => {
      this.#logger.warn('A finished run could not be compacted', error);
    });
  }

  async #acquire(request: StartRun, policy: RunPolicy): Promise<RunLease> {
    const { threadId } = request.input;
    if (policy.onBusy !== 'enqueue') return this.#tryAcquire(request, policy);
    const key = `${request.scope.tenantId}\u0000${threadId}`;
    // The one being served is in the line, too.
    if (this.#queue.length(key) > policy.limits.maxQueuedRuns) throw tooManyQueuedRuns();
    const turn = this.#queue.join(key);
    try {
      await turn.ready;
      return await this.#tryAcquire(request, policy);
    } finally {
      turn.leave();
    }
  }

  async #tryAcquire(request: StartRun, policy: RunPolicy): Promise<RunLease> {
    const { scope, agentId, input } = request;
    const { threadId, runId, parentRunId } = input;
    const { enqueueTimeoutMs, stopDeadlineMs } = policy.limits;
    const patienceMs = policy.onBusy === 'enqueue' ? enqueueTimeoutMs : stopDeadlineMs * 2;
    const giveUpAt = this.#clock.now() + patienceMs;
    for (;;) {
      const result = await this.#guardStore(
        this.store.coordinator.acquire(scope, {
          threadId,
          runId,
          agentId,
          ...(parentRunId === undefined ? {} : { parentRunId }),
        }),
      );
      if (result.kind === 'acquired') return result.lease;
      if (result.kind === 'not-found') throw threadNotFound(threadId);
      if (result.kind === 'duplicate-run') throw duplicateRun(runId);
      if (result.kind === 'draining') throw shuttingDown();
      const leftMs = giveUpAt - this.#clock.now();
      if (policy.onBusy === 'reject' || leftMs <= 0) throw runInProgress(result.activeRunId);
      if (policy.onBusy === 'supersede') {
        const stop = { threadId, runId: result.activeRunId, reason: 'superseded' } as const;
        await this.#guardStore(this.store.coordinator.requestStop(scope, stop));
      }
      await this.#waitForEnd(result.threadPk, result.activeRunId, leftMs);
    }
  }

  /** Waits until the run has let go of the thread, or for `timeoutMs`. */
  async #waitForEnd(threadPk: number, runId: string, timeoutMs: number): Promise<void> {
    const wakeup = new Wakeup();
    const unfollow = this.store.bus.follow(threadPk, () => wakeup.wake());
    const cancelTimer =
      timeoutMs === Infinity ? () => undefined : this.#clock.after(timeoutMs, () => wakeup.close());
    try {
      do {
        const [head] = await this.#guardStore(this.store.log.heads([threadPk]));
        if (head?.activeRunId !== runId) return;
      } while (await wakeup.wait());
    } finally {
      cancelTimer();
      unfollow();
    }
  }

  async #echoOf(
    { input, echoInput = true }: StartRun,
    { threadPk }: RunLease,
  ): Promise<StorableInput | null> {
    if (!echoInput) return null;
    const ids = input.messages.map((message) => message.id);
    return storableInput(input, await this.#knownIds(threadPk, ids));
  }

  /** The thread is taken by now, so a failing store must not end this before the run can. */
  async #knownIds(threadPk: number, ids: readonly string[]): Promise<ReadonlySet<string>> {
    try {
      return await this.store.log.knownMessageIds(threadPk, ids);
    } catch (error) {
      this.#logger.warn('Could not tell known messages from new ones', error);
      return new Set();
    }
  }

  async #guardStore<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw RuntimeError.is(error) ? error : storeUnavailable(error);
    }
  }
}
