import type { Clock } from '../internal/clock.js';
import type { ResolvedRunLimits } from './run-limits.js';

/** The three deadlines of one run: its duration, its agent's silence, and the end of a stop. */
export class RunTimers {
  readonly #clock: Clock;
  readonly #limits: ResolvedRunLimits;
  readonly #onExpired: (code: 'RUN_TIMEOUT' | 'RUN_IDLE_TIMEOUT') => void;
  readonly #cancels = new Map<string, () => void>();
  #lastEventAt = -Infinity;

  constructor(
    clock: Clock,
    limits: ResolvedRunLimits,
    onExpired: (code: 'RUN_TIMEOUT' | 'RUN_IDLE_TIMEOUT') => void,
  ) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onExpired = onExpired;
  }

  start(): void {
    this.#arm('duration', this.#limits.maxRunDurationMs, () => this.#onExpired('RUN_TIMEOUT'));
    this.#watchSilence(this.#limits.idleTimeoutMs);
  }

  /** The agent has given a sign of life. Costs one clock reading, no timer. */
  touch(): void {
    this.#lastEventAt = this.#clock.now();
  }

  armStopDeadline(onDeadline: () => void): void {
    this.#arm('stop', this.#limits.stopDeadlineMs, onDeadline);
  }

  clear(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  #watchSilence(delayMs: number): void {
    this.#arm('idle', delayMs, () => {
      const silentFor = this.#clock.now() - this.#lastEventAt;
      const left = this.#limits.idleTimeoutMs - silentFor;
      if (left <= 0) this.#onExpired('RUN_IDLE_TIMEOUT');
      else this.#watchSilence(left);
    });
  }

  #arm(name: string, delayMs: number, run: () => void): void {
    if (delayMs !== Infinity) this.#cancels.set(name, this.#clock.after(delayMs, run));
  }
}
