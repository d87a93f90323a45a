import type { OrphanedRun, RunAgentInput, Scope, StopResult, StoreEngine } from '@flightdeck/store';
import { RuntimeError } from '../errors/runtime-error.js';
import type { ErrorCode } from '../errors/error-code.js';
import { duplicateRun, storeUnavailable } from '../errors/wire-errors.js';
import type { FrameSource } from '../http/reply.js';
import { systemClock, type Clock } from '../internal/clock.js';
import { LiveMap } from '../internal/live-map.js';
import { PendingWork } from '../internal/pending-work.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import { SILENT_LOGGER, type Logger } from '../runtime/logger.js';
import { runProducer } from './event-producer.js';
import { guardStore } from './guard-store.js';
import type { HistoryMode } from './history-mode.js';
import { QueueBudget } from './queue-budget.js';
import { findResumedBefore } from './resumed-before.js';
import { isResumedFrom, resumedRunId } from './resumed-run-id.js';
import { RunAdmission } from './run-admission.js';
import { RunExecution } from './run-execution.js';
import type { ExecutionTools, RunExecutionOptions } from './run-execution-options.js';
import { RunIntake } from './run-intake.js';
import type { RunObserver } from './run-observer.js';
import { DEFAULT_RUN_POLICY, type RunPolicy } from './run-policy.js';
import { RunRecovery, type RecoveryTools, type Revival } from './run-recovery.js';
import { ThreadFollowers } from './thread-followers.js';
import { watchRun } from './watch-run.js';

/** Text that all runs of the process together may keep waiting for a slow store, in UTF-16 units. */
const MAX_QUEUED_UNITS = 64 * 1024 * 1024;

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
  /** Which messages the agent is given. @default 'none' */
  readonly history?: HistoryMode;
}

export interface RunEngineOptions {
  readonly store: StoreEngine;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly newId?: () => string;
  /** What becomes of runs whose process is gone. @default they fail */
  readonly recovery?: RecoveryTools;
  /** How those are carried out that go on here. */
  readonly resumePolicy?: RunPolicy;
}

const FAILING: RecoveryTools = {
  policyOf: () => 'fail',
  historyOf: () => 'none',
  middlewareOf: () => null,
  findAgent: async () => null,
};

/**
 * Executes runs on a store: takes the thread, drives the agent, records every event, serves any
 * number of viewers from the log. The same for every store, and for every runner built on it.
 */
export class RunEngine {
  readonly store: StoreEngine;
  readonly clock: Clock;
  /** The viewers of this process. */
  readonly followers: ThreadFollowers;
  readonly #logger: Logger;
  readonly #newId: () => string;
  readonly #active = new LiveMap<number, RunExecution>();
  readonly #admission: RunAdmission;
  readonly #tools: ExecutionTools;
  readonly #recovery: RunRecovery;
  readonly #resumePolicy: RunPolicy;
  /** What a shutdown waits for beside the runs. */
  readonly #pending = new PendingWork();
  #started: Promise<void> | null = null;
  #isOpen = false;
  /** Whether the store could not be opened and the log has been told. */
  #isShut = false;
  #isClosing = false;

  constructor(options: RunEngineOptions) {
    this.store = options.store;
    this.clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? SILENT_LOGGER;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
    this.#tools = {
      store: this.store,
      budget: new QueueBudget(MAX_QUEUED_UNITS),
      clock: this.clock,
      logger: this.#logger,
      newId: this.#newId,
    };
    this.followers = new ThreadFollowers(this.store);
    this.#admission = new RunAdmission(this.store, this.clock);
    this.#resumePolicy = options.resumePolicy ?? DEFAULT_RUN_POLICY;
    this.#recovery = new RunRecovery({
      ...(options.recovery ?? FAILING),
      store: this.store,
      clock: this.clock,
      logger: this.#logger,
      fastPath: this.#resumePolicy.fastPath,
      execute: (revival) => this.#revive(revival),
    });
  }

  /** The runs that this process is executing. */
  get activeRuns(): number {
    return this.#active.size;
  }

  /** Whether this process executes a run on a thread of this id, whichever tenant's it is. */
  isRunning(threadId: string): boolean {
    return this.#active.values().some((execution) => execution.threadId === threadId);
  }

  /** The execution of a run, if it happens in this process. */
  executionOf(threadPk: number, runId: string): RunExecution | undefined {
    const execution = this.#active.get(threadPk);
    return execution?.runId === runId ? execution : undefined;
  }

  /**
   * Opens the store and begins to take over runs whose process is gone. The first request does so
   * too, and each one after a failure.
   *
   * @throws StoreError
   */
  async open(): Promise<void> {
    this.#started ??= this.store.coordinator.start({ onOrphan: (orphan) => this.#adopt(orphan) });
    const starting = this.#started;
    try {
      await starting;
      this.#isOpen = true;
      this.#isShut = false;
    } catch (error) {
      if (this.#started === starting) this.#started = null;
      if (!this.#isShut) this.#logger.error(`The ${this.store.name} store cannot be opened`, error);
      this.#isShut = true;
      throw error;
    }
  }

  /**
   * Starts a run and resolves once its RUN_STARTED is in the log; the agent goes on by itself. A run
   * that answers an open interrupt under an id that the thread has had gets another id, and that run
   * as its parent: the React client answers under the id of the run that has asked.
   *
   * @throws RuntimeError `run_in_progress` (also when enqueued for too long), `duplicate_run`,
   *   `already_answered`, `thread_not_found`, `rate_limited` or `unavailable`
   */
  async start(request: StartRun): Promise<RunExecution> {
    if (!this.#isOpen) await this.#ready();
    try {
      return await this.#start(request);
    } catch (error) {
      const { scope, input } = request;
      if (!hasCode(error, 'duplicate_run')) throw error;
      const before = await guardStore(findResumedBefore(this.store, scope, input));
      if (before === null) throw error;
      const runId = resumedRunId(input.runId, this.#newId());
      const renamed = { ...input, runId, parentRunId: input.runId };
      return await this.#start({ ...request, input: renamed }).catch((reason: unknown) => {
        if (!hasCode(reason, 'already_answered')) throw reason;
        // Who sends the same answer again is told that it has arrived, and what to follow.
        throw before.resumedAs === null ? error : duplicateRun(before.resumedAs);
      });
    }
  }

  async #start(request: StartRun): Promise<RunExecution> {
    const policy = request.policy ?? DEFAULT_RUN_POLICY;
    const { scope, agent, agentId, observer = {}, history = 'none', echoInput = true } = request;
    const intake = new RunIntake({
      store: this.store,
      logger: this.#logger,
      scope,
      agent,
      input: request.input,
      history,
      echoInput,
      fastPath: policy.fastPath,
    });
    const check = intake.mayBeLate ? () => intake.check() : null;
    const lease = await this.#admission.admit(request, policy, check);
    const { input, echo, marks, refusal, agentInput } = await intake.take(lease);
    const producer = runProducer(agent, agentInput, policy.fastPath);
    const execution = this.#begin({
      lease,
      producer,
      agentId,
      input,
      echo,
      marks,
      policy,
      observer,
    });
    await execution.open();
    if (execution.lost !== null) throw storeUnavailable(execution.lostBy);
    if (refusal !== null) {
      await execution.refuse(refusal.error.message, refusal.code);
      throw refusal.error;
    }
    void execution.drive();
    return execution;
  }

  /** A viewer of a run from its first event, counted as one until it is closed. */
  watch(execution: RunExecution, onClosed: () => void = () => undefined): FrameSource {
    const { store, followers, clock } = this;
    return watchRun({ store, followers, clock, logger: this.#logger }, execution, onClosed);
  }

  /**
   * Asks the active run of a thread to end, wherever it is executed; with an id only if it is that run,
   * or goes on where that one was interrupted. Resolves at once.
   */
  async stop(scope: Scope, threadId: string, runId?: string): Promise<StopResult> {
    await this.#ready();
    const { coordinator } = this.store;
    if (runId === undefined) return guardStore(coordinator.requestStop(scope, { threadId }));
    const result = await guardStore(coordinator.requestStop(scope, { threadId, runId }));
    if (result.kind !== 'other-run' || !isResumedFrom(result.runId, runId)) return result;
    return guardStore(coordinator.requestStop(scope, { threadId, runId: result.runId }));
  }

  /**
   * Refuses new runs, those that wait as well, lets the active ones end for up to `graceMs`, ends the
   * rest with RUN_ERROR `SERVER_SHUTDOWN`, lets go of viewers of runs that go on elsewhere, and closes
   * the store.
   */
  async shutdown(graceMs: number): Promise<void> {
    this.#isClosing = true;
    // A store that was never opened, or could not be, has nothing to wait for.
    await this.#started?.catch(() => undefined);
    const drained = this.store.coordinator.drain(graceMs);
    this.#admission.release();
    await drained;
    await Promise.all(this.#active.values().map((execution) => execution.ended));
    await this.#pending.done();
    this.followers.release();
    await this.store.close();
  }

  async #ready(): Promise<void> {
    await guardStore(this.open());
  }

  #begin(run: RunExecutionOptions): RunExecution {
    const execution = new RunExecution(run, this.#tools);
    this.#active.set(run.lease.threadPk, execution);
    void execution.ended.then(() => this.#onEnded(execution));
    return execution;
  }

  /** Carries on a run that another process has begun, to its end. */
  async #revive({ orphan, producer, input, resumed }: Revival): Promise<void> {
    const { lease, run } = orphan;
    const { agentId } = run;
    const policy = this.#resumePolicy;
    const parts = {
      lease,
      producer,
      agentId,
      input,
      echo: null,
      marks: [],
      policy,
      observer: {},
      resumed,
    };
    const execution = this.#begin(parts);
    await execution.open();
    if (execution.lost === null) await execution.drive();
  }

  #adopt(orphan: OrphanedRun): void {
    const recovering = this.#recovery.recover(orphan);
    this.#await(recovering, 'A run whose server is gone could not be ended');
  }

  #onEnded(execution: RunExecution): void {
    if (this.#active.get(execution.threadPk) === execution) this.#active.delete(execution.threadPk);
    // Whoever owns the run now may not be through with it; and a deployment does not wait for tidying up.
    if (execution.lost === 'fenced' || this.#isClosing) return;
    const compacting = this.store.log.compact(execution.runPk);
    this.#await(compacting, 'A finished run could not be compacted');
  }

  /** Has a shutdown wait for something that is under way, and the log told if it fails. */
  #await(work: Promise<void>, failure: string): void {
    this.#pending.add(work.catch((error: unknown) => this.#logger.warn(failure, error)));
  }
}

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof RuntimeError && error.code === code;
}
