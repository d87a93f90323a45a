import type { BaseEvent, LeaseEnd, RunAgentInput, RunLease, StoreEngine } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { createDeferred } from '../internal/deferred.js';
import { errorMessage } from '../internal/error-message.js';
import { isRecord } from '../internal/is-record.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import type { Logger } from '../runtime/logger.js';
import { driveAgent } from './drive-agent.js';
import { MessageIdScout } from './message-id-scout.js';
import type { StorableInput } from './redact-input.js';
import type { RunErrorCode } from './run-error-code.js';
import { RunEventTracker, type RunEnd } from './run-event-tracker.js';
import type { RunPolicy } from './run-policy.js';
import { RunRecorder } from './run-recorder.js';
import { RunTimers } from './run-timers.js';
import { ViewerCount } from './viewer-count.js';

/** Who hears of a run beside its viewers. None of them may throw. */
export interface RunObserver {
  /** Each event as it is recorded. */
  readonly onEvent?: (event: BaseEvent) => void;
  /** The failure that ended the run; not called for an agent's own `RUN_ERROR` or a stop. */
  readonly onFailure?: (error: unknown, code: RunErrorCode) => void;
}

export interface RunExecutionOptions {
  readonly store: StoreEngine;
  readonly lease: RunLease;
  /** A clone made for this run alone. */
  readonly agent: RuntimeAgent;
  readonly agentId: string;
  readonly input: RunAgentInput;
  /** What RUN_STARTED tells of the input; `null` for nothing. */
  readonly echo: StorableInput | null;
  readonly policy: RunPolicy;
  readonly observer: RunObserver;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
}

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
  readonly #options: RunExecutionOptions;
  readonly #tracker: RunEventTracker;
  readonly #recorder: RunRecorder;
  readonly #timers: RunTimers;
  readonly #scout = new MessageIdScout();
  readonly #ended = createDeferred<void>();
  #lost: 'fenced' | RunErrorCode | null = null;
  #finished = false;
  #stopping = false;

  constructor(options: RunExecutionOptions) {
    const { store, lease, clock, policy, input, logger } = options;
    this.#options = options;
    this.threadPk = lease.threadPk;
    this.runPk = lease.runPk;
    this.threadId = input.threadId;
    this.runId = input.runId;
    this.firstSeq = lease.firstSeq;
    this.#tracker = new RunEventTracker({
      threadId: input.threadId,
      runId: input.runId,
      frontendTools: new Set(input.tools.map((tool) => tool.name)),
      history: options.echo?.messages ?? [],
      onDropped: (reason, event) => logger.warn(`Dropped an agent event: ${reason}`, event),
    });
    this.#recorder = new RunRecorder({
      store,
      lease,
      clock,
      onLost: (reason, cause) => this.#lose(reason, cause),
    });
    this.#timers = new RunTimers(clock, policy.limits, (code) => this.#expire(code));
    this.viewers = new ViewerCount(clock, policy.onDisconnect, () => this.#requestEnd());
  }

  /** Resolves once the run has ended and its terminal event is in the log. Never rejects. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Why the rest of this run will never be in the log; `null` as long as it may be. */
  get lost(): 'fenced' | RunErrorCode | null {
    return this.#lost;
  }

  /** Records RUN_STARTED and resolves when it is in the log: the run exists from here on. */
  async open(): Promise<void> {
    const { input, echo } = this.#options;
    const { threadId, runId, parentRunId } = input;
    this.#record({
      type: 'RUN_STARTED',
      threadId,
      runId,
      ...(parentRunId === undefined ? {} : { parentRunId }),
      ...(echo === null ? {} : { input: echo }),
    });
    await this.#recorder.settled();
  }

  /** Drives the agent to its end. Never rejects. */
  async drive(): Promise<void> {
    const { agent, input, lease, policy } = this.#options;
    // Its viewers may have come and gone while it was opened.
    if (this.#finished) return;
    // First, because the end of the lease may be the end of the run, which clears them.
    this.#timers.start();
    lease.signal.addEventListener('abort', () => this.#onLeaseEnd(), { once: true });
    if (lease.signal.aborted) this.#onLeaseEnd();
    try {
      // A stop may come before the agent has been asked anything.
      if (!this.#finished && !this.#stopping) {
        await driveAgent(agent, input, {
          fastPath: policy.fastPath,
          onEvent: (event) => this.#accept(event),
        });
      }
      this.#endQuietly();
    } catch (error) {
      this.#finish(this.#endOfAgent(this.#describe(error, 'INCOMPLETE_STREAM')));
    }
    await this.#ended.promise;
  }

  #accept(event: unknown): void {
    if (this.#finished) return;
    this.#timers.touch();
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
  #endOfAgent(message: string): RunEnd {
    if (this.#stopping) return { kind: 'stopped' };
    return { kind: 'failed', message, code: 'INCOMPLETE_STREAM' };
  }

  #onLeaseEnd(): void {
    const reason: LeaseEnd = this.#options.lease.signal.reason;
    if (reason === 'fenced' || reason === 'lease-lost') {
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
    const { agent, logger } = this.#options;
    const warn = (error: unknown): void => logger.warn('An agent threw from abortRun()', error);
    try {
      // Nobody waits for it, but an agent may have made it asynchronous.
      Promise.resolve<unknown>(agent.abortRun?.()).catch(warn);
    } catch (error) {
      warn(error);
    }
  }

  /** Tells the observer of a failure that has no exception; a stopped run has not failed. */
  #tellFailure(message: string, code: RunErrorCode): void {
    if (this.#finished || this.#stopping) return;
    this.#options.observer.onFailure?.(new Error(message), code);
  }

  /** Reports a failure once and answers the text that viewers may see. */
  #describe(error: unknown, code: RunErrorCode): string {
    if (this.#finished || this.#stopping) return 'The run was stopped';
    const reference = this.#report(error, code);
    const { redactErrors } = this.#options.policy;
    return redactErrors ? `The agent failed (reference ${reference})` : errorMessage(error);
  }

  /** Tells log and observer of a failure; answers the reference under which the log has it. */
  #report(error: unknown, code: RunErrorCode): string {
    const { observer, logger, newId, agentId, input } = this.#options;
    const reference = newId();
    const context = { reference, agentId, threadId: input.threadId, runId: input.runId, error };
    logger.error(`Run failed (${code})`, context);
    observer.onFailure?.(error, code);
    return reference;
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
    const { errorCode, errorMessage: text } = terminalError(terminal);
    const status = text !== undefined ? 'failed' : this.#stopping ? 'stopped' : 'succeeded';
    this.#recorder.end({
      status,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(text === undefined ? {} : { errorMessage: text }),
    });
    this.#release();
  }

  /** Nothing can be recorded any more: viewers are woken up to see that this is the end. */
  #lose(reason: 'fenced' | RunErrorCode, cause?: unknown): void {
    if (this.#lost !== null) return;
    if (reason !== 'fenced') this.#report(cause ?? new Error(reason), reason);
    this.#lost = reason;
    this.#finished = true;
    this.#abortAgent();
    this.#release();
    this.#options.store.bus.hint(this.threadPk, 0);
  }

  #release(): void {
    this.#timers.clear();
    this.viewers.release();
    void this.#recorder.settled().then(() => this.#ended.resolve());
  }

  #record(event: BaseEvent): void {
    const json = this.#serialise(event);
    if (json === null) return;
    this.#recorder.record(json, this.#scout.newIds(event));
    try {
      this.#options.observer.onEvent?.(event);
    } catch (error) {
      this.#options.logger.warn('An event observer threw', error);
    }
  }

  /** The event as JSON, or `null` after ending the run because it has none or too much of it. */
  #serialise(event: BaseEvent): string | null {
    const { maxEventBytes } = this.#options.policy.limits;
    try {
      const json = JSON.stringify(event);
      if (json.length <= maxEventBytes) return json;
      const error = new Error(`A ${event.type} event has ${json.length} characters`);
      this.#reject(error, 'EVENT_TOO_LARGE');
    } catch (error) {
      this.#reject(error, 'INVALID_EVENT');
    }
    return null;
  }

  #reject(error: unknown, code: RunErrorCode): void {
    const message = this.#describe(error, code);
    if (this.#tracker.terminal === null) {
      this.#fail(message, code);
    } else {
      // The terminal event itself cannot be written: this one stands in for it.
      const substitute = { type: 'RUN_ERROR', message, code };
      this.#recorder.record(JSON.stringify(substitute), []);
      this.#conclude(substitute);
    }
    this.#abortAgent();
  }
}

function isRunError(event: unknown): boolean {
  try {
    return isRecord(event) && event.type === 'RUN_ERROR';
  } catch {
    return false;
  }
}

function terminalError(terminal: BaseEvent | null): {
  errorCode?: string;
  errorMessage?: string;
} {
  if (terminal?.type !== 'RUN_ERROR') return {};
  const { code, message } = terminal;
  return {
    errorMessage: typeof message === 'string' ? message : '',
    ...(typeof code === 'string' ? { errorCode: code } : {}),
  };
}
