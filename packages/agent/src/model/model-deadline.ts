import { ModelFailure } from './model-failure.js';
import { LONGEST_TIMER_MS, scheduleTimeout } from './schedule-timeout.js';

export interface ModelLimits {
  /** Milliseconds from the question to the first part of the answer; `0`: no limit. @default 120000 */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds between two parts of the answer; `0`: no limit. @default 120000 */
  readonly idleTimeoutMs?: number | undefined;
  /** Calls back after so many milliseconds; what it returns calls that off. @default `setTimeout` */
  readonly schedule?: ((milliseconds: number, callback: () => void) => () => void) | undefined;
}

export const DEFAULT_MODEL_TIMEOUT_MS = 120_000;

/** How long one answer may keep its reader waiting. */
export class ModelDeadline {
  /** For the provider: aborts with the run, or with {@link failure} when the time is over. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timeoutMs: number;
  readonly #idleTimeoutMs: number;
  readonly #schedule: (milliseconds: number, callback: () => void) => () => void;
  #hasBegun = false;
  #failure: ModelFailure | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(signal: AbortSignal, limits: ModelLimits) {
    this.signal = AbortSignal.any([signal, this.#controller.signal]);
    this.#timeoutMs = limits.timeoutMs ?? DEFAULT_MODEL_TIMEOUT_MS;
    this.#idleTimeoutMs = limits.idleTimeoutMs ?? DEFAULT_MODEL_TIMEOUT_MS;
    this.#schedule = limits.schedule ?? scheduleTimeout;
  }

  /** Set once the time was over. */
  get failure(): ModelFailure | undefined {
    return this.#failure;
  }

  /** Somebody wants the next part. */
  start(): void {
    const milliseconds = this.#hasBegun ? this.#idleTimeoutMs : this.#timeoutMs;
    if (milliseconds === 0) return;
    this.#cancelTimer = this.#schedule(Math.min(milliseconds, LONGEST_TIMER_MS), () =>
      this.#expire(milliseconds),
    );
  }

  /** The part is there: nobody waits any more. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#hasBegun = true;
  }

  #expire(milliseconds: number): void {
    const message = this.#hasBegun
      ? `The model said nothing more for ${milliseconds} ms.`
      : `The model did not begin to answer within ${milliseconds} ms.`;
    this.#failure = new ModelFailure('timeout', message, { retryable: true });
    this.#controller.abort(this.#failure);
  }
}
