import type { Clock } from '../internal/clock.js';
import type { ResolvedRunLimits } from './run-limits.js';

type Expiry = 'RUN_TIMEOUT' | 'RUN_IDLE_TIMEOUT';

/**
 * The three deadlines of one run: its duration, its agent's silence, and the end of a stop. The first
 * two share a timer that is set for whichever comes first and looks again when it fires: hardly any
 * run lasts that long.
 */
export class RunTimers {
  readonly #clock: Clock;
  readonly #limits: ResolvedRunLimits;
  readonly #onExpired: (code: Expiry) => void;
  #cancelDeadline: (() => void) | null = null;
  #cancelStop: (() => void) | null = null;
  #startedAt = 0;
  #lastEventAt = 0;

  constructor(clock: Clock, limits: ResolvedRunLimits, onExpired: (code: Expiry) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onExpired = onExpired;
  }

  start(): void {
    this.#startedAt = this.#clock.now();
    this.#lastEventAt = this.#startedAt;
    this.#await(this.#startedAt);
  }

  /** The agent has given a sign of life. Costs one clock reading, no timer. */
  touch(): void {
    this.#lastEventAt = this.#clock.now();
  }

  armStopDeadline(onDeadline: () => void): void {
    const { stopDeadlineMs } = this.#limits;
    if (stopDeadlineMs === Infinity) return;
    this.#cancelStop?.();
    this.#cancelStop = this.#clock.after(stopDeadlineMs, onDeadline);
  }

  clear(): void {
    this.#cancelDeadline?.();
    this.#cancelStop?.();
    this.#cancelDeadline = null;
    this.#cancelStop = null;
  }

  #await(now: number): void {
    const { maxRunDurationMs, idleTimeoutMs } = this.#limits;
    const untilTimeout = this.#startedAt + maxRunDurationMs - now;
    const untilIdle = this.#lastEventAt + idleTimeoutMs - now;
    if (untilTimeout <= 0) this.#onExpired('RUN_TIMEOUT');
    else if (untilIdle <= 0) this.#onExpired('RUN_IDLE_TIMEOUT');
    else this.#arm(Math.min(untilTimeout, untilIdle));
  }

  #arm(delayMs: number): void {
    if (delayMs === Infinity) return;
    this.#cancelDeadline = this.#clock.after(delayMs, () => this.#await(this.#clock.now()));
  }
}
