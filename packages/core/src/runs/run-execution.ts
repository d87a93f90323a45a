import type { BaseEvent, LeaseEnd, Message, RunAgentInput } from '@flightdeck/store';
import { createDeferred } from '../internal/deferred.js';
import type { Logger } from '../runtime/logger.js';
import { isOutage, isRunError } from './agent-failures.js';
import { abortQuietly } from './event-producer.js';
import type { RunLoss } from './local-run.js';
import { runClose } from './run-close.js';
import type { RunErrorCode } from './run-error-code.js';
import { RunEventTracker, type RunEnd } from './run-event-tracker.js';
import type { ExecutionTools, ResumedRun, RunExecutionOptions } from './run-execution-options.js';
import { RunFailures } from './run-failures.js';
import { RunOutput, type Unwritable } from './run-output.js';
import { RunRecorder } from './run-recorder.js';
import { RunTimers } from './run-timers.js';
import { RunView } from './run-view.js';
import { ViewerCount } from './viewer-count.js';

/**
 * One run from its lease to its terminal event, independent of whoever watches it.
 *
 * However the agent behaves, the log gets RUN_STARTED first, exactly one terminal event last with
 * everything closed before it, and the thread is free again in bounded time.
 */
export class RunExecution {
  readonly threadPk: number;
  readonly runPk: number;
  readonly threadId: string;
  readonly runId: string;
  readonly firstSeq: number;
  readonly viewers: ViewerCount;
  readonly view: RunView;
  readonly #options: RunExecutionOptions;
  readonly #logger: Logger;
  readonly #tracker: RunEventTracker;
  readonly #recorder: RunRecorder;
  readonly #timers: RunTimers;
  readonly #output: RunOutput;
  readonly #failures: RunFailures;
  readonly #ended = createDeferred<void>();
  #lostBy: unknown;
  #finished = false;
  #stopping = false;

  constructor(options: RunExecutionOptions, tools: ExecutionTools) {
    const { lease, policy, input, observer, resumed } = options;
    const { store, clock, logger, budget } = tools;
    this.#options = options;
    this.#logger = logger;
    this.threadPk = lease.threadPk;
    this.runPk = lease.runPk;
    this.threadId = input.threadId;
    this.runId = input.runId;
    this.firstSeq = lease.firstSeq;
    this.#tracker = new RunEventTracker({
      threadId: input.threadId,
      runId: input.runId,
      frontendTools: namesOf(input.tools),
      history: options.echo?.messages ?? NO_MESSAGES,
      onDropped: (reason, event) => logger.warn(`Dropped an agent event: ${reason}`, event),
    });
    this.#recorder = new RunRecorder({
      store,
      lease,
      clock,
      budget,
      maxUndurableMs: policy.maxUndurableMs,
      isWatched: () => this.view.isWatched,
      onProgress: () => this.view.tell(),
      onLost: (reason, cause) => this.#lose(reason, cause),
    });
    this.view = new RunView(lease.fence, this.#recorder);
    this.#output = new RunOutput({
      recorder: this.#recorder,
      maxEventBytes: policy.limits.maxEventBytes,
      marks: options.marks,
      logger,
      onEvent: observer.onEvent,
    });
    this.#failures = new RunFailures(options, tools);
    this.#timers = new RunTimers(clock, policy.limits, (code) => this.#expire(code));
    this.viewers = new ViewerCount(clock, policy.onDisconnect, () => this.#requestEnd());
    if (resumed !== undefined) this.#goOnFrom(resumed);
  }

  #goOnFrom({ past, prologue }: ResumedRun): void {
    for (const event of past) this.#output.skip(event);
    for (const event of [...past, ...prologue]) this.#tracker.admit(event);
  }

  /** Resolves once the run has ended and its terminal event is in the log. Never rejects. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Whether the agent is through; the rest of what it said may still be on its way to the log. */
  get isOver(): boolean {
    return this.#finished;
  }

  /** Why the rest of this run will never be in the log; `null` as long as it may be. */
  get lost(): RunLoss | null {
    return this.view.lost;
  }

  /** The failure behind {@link lost}, where there is one. */
  get lostBy(): unknown {
    return this.#lostBy;
  }

  /** Resolves when everything that the agent has said so far is in the log, or never will be. */
  settled(): Promise<void> {
    return this.#recorder.settled();
  }

  /** Records RUN_STARTED and resolves when it is in the log: the run exists from here on. */
  async open(): Promise<void> {
    const { resumed } = this.#options;
    for (const event of resumed?.prologue ?? [this.#runStarted()]) this.#record(event);
    await this.#recorder.settled();
  }

  #runStarted(): BaseEvent {
    const { input, echo } = this.#options;
    const { threadId, runId, parentRunId } = input;
    const event: Record<string, unknown> & BaseEvent = { type: 'RUN_STARTED', threadId, runId };
    if (parentRunId !== undefined) event.parentRunId = parentRunId;
    if (echo !== null) event.input = echo;
    return event;
  }

  /** Ends an opened run that must not reach its agent. Never rejects. */
  async refuse(message: string, code: RunErrorCode): Promise<void> {
    this.#fail(message, code);
    await this.#ended.promise;
  }

  /** Drives the agent to its end. Never rejects. */
  async drive(): Promise<void> {
    const { producer, lease } = this.#options;
    // Its viewers may have come and gone while it was opened.
    if (this.#finished) return;
    // First, because the end of the lease may be the end of the run, which clears them.
    this.#timers.start();
    lease.onEnd((reason) => this.#onLeaseEnd(reason));
    try {
      // A stop may come before the agent has been asked anything.
      if (!this.#finished && !this.#stopping) {
        await producer.run((event) => this.#accept(event));
      }
      this.#endQuietly();
    } catch (error) {
      const code = isOutage(error) ? 'STORE_UNAVAILABLE' : 'INCOMPLETE_STREAM';
      this.#finish(this.#endOfAgent(this.#describe(error, code), code));
    }
    await this.#ended.promise;
  }

  #accept(event: unknown): void {
    if (this.#finished) return;
    this.#timers.touch();
    if (this.#tracker.passes(event)) {
      this.#record(event);
      return;
    }
    // AG-UI's HttpAgent reports that it was aborted as an error.
    if (this.#stopping && isRunError(event)) {
      this.#finish({ kind: 'stopped' });
      return;
    }
    for (const admitted of this.#tracker.admit(event)) this.#record(admitted);
    const terminal = this.#tracker.terminal;
    if (terminal !== null && !this.#finished) this.#conclude(terminal);
  }

  /** The agent is through; if it has not said how, that is a failure. */
  #endQuietly(): void {
    const message = 'Run ended without emitting a terminal event';
    this.#tellFailure(message, 'INCOMPLETE_STREAM');
    this.#finish(this.#endOfAgent(message));
  }

  /** A stopped agent that merely falls silent or throws has been stopped, not failed. */
  #endOfAgent(message: string, code: RunErrorCode = 'INCOMPLETE_STREAM'): RunEnd {
    return this.#stopping ? { kind: 'stopped' } : { kind: 'failed', message, code };
  }

  #onLeaseEnd(reason: LeaseEnd): void {
    if (reason === 'fenced' || reason === 'lease-lost') {
      this.#recorder.abandon();
      this.#lose('fenced');
    } else if (reason === 'shutdown') {
      this.#fail('The server is shutting down', 'SERVER_SHUTDOWN');
      this.#abortAgent();
    } else {
      this.#requestEnd();
    }
  }

  /** Asks the agent to end and, should it not, ends the run without it. */
  #requestEnd(): void {
    if (this.#stopping || this.#finished) return;
    this.#stopping = true;
    this.#timers.armStopDeadline(() => this.#finish({ kind: 'stopped' }));
    this.#abortAgent();
  }

  #expire(code: 'RUN_TIMEOUT' | 'RUN_IDLE_TIMEOUT'): void {
    const message =
      code === 'RUN_TIMEOUT' ? 'The run took too long' : 'The agent was silent for too long';
    this.#tellFailure(message, code);
    this.#fail(message, code);
    this.#abortAgent();
  }

  #abortAgent(): void {
    abortQuietly(this.#options.producer, this.#logger);
  }

  /** Tells the observer of a failure that has no exception; a stopped run has not failed. */
  #tellFailure(message: string, code: RunErrorCode): void {
    if (!this.#finished && !this.#stopping) this.#failures.tell(new Error(message), code);
  }

  /** Reports a failure, unless the run is over or was stopped; answers the text for viewers. */
  #describe(error: unknown, code: RunErrorCode): string {
    if (this.#finished || this.#stopping) return 'The run was stopped';
    return this.#failures.report(error, code);
  }

  #fail(message: string, code: RunErrorCode): void {
    this.#finish({ kind: 'failed', message, code });
  }

  #finish(end: RunEnd): void {
    if (this.#finished) return;
    for (const event of this.#tracker.close(end)) this.#record(event);
    if (!this.#finished) this.#conclude(this.#tracker.terminal);
  }

  /** The terminal event is recorded: frees the thread with it and lets go of everything. */
  #conclude(terminal: BaseEvent | null): void {
    this.#finished = true;
    this.#recorder.end(runClose(terminal, this.#stopping));
    this.#release();
  }

  /** Nothing can be recorded any more: viewers are woken up to see that this is the end. */
  #lose(reason: RunLoss, cause?: unknown): void {
    if (this.lost !== null) return;
    if (reason !== 'fenced') this.#failures.report(cause ?? new Error(reason), reason);
    this.#lostBy = cause ?? reason;
    this.#finished = true;
    this.view.lose(reason);
    this.#abortAgent();
    this.#release();
  }

  #release(): void {
    this.#timers.clear();
    this.viewers.release();
    void this.#recorder.settled().then(() => this.#ended.resolve());
  }

  #record(event: BaseEvent): void {
    const refused = this.#output.write(event);
    if (refused !== null) this.#reject(event, refused);
  }

  /** Ends the run because one of its events cannot be written. */
  #reject(event: BaseEvent, { error, code }: Unwritable): void {
    const message = this.#describe(error, code);
    this.#tracker.retract(event);
    if (this.#tracker.terminal === null) {
      this.#fail(message, code);
    } else {
      // The terminal event itself cannot be written: this one stands in for it.
      const substitute = { type: 'RUN_ERROR', message, code };
      this.#recorder.record(substitute, JSON.stringify(substitute), []);
      this.#conclude(substitute);
    }
    this.#abortAgent();
  }
}

const NO_MESSAGES: readonly Message[] = [];
const NO_NAMES: ReadonlySet<string> = new Set();

function namesOf(tools: RunAgentInput['tools']): ReadonlySet<string> {
  return tools.length === 0 ? NO_NAMES : new Set(tools.map(({ name }) => name));
}
