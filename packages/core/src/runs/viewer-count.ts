import type { Clock } from '../internal/clock.js';
import type { DisconnectPolicy } from './run-policy.js';

/** Counts who watches a run, and ends it by the policy once nobody does. */
export class ViewerCount {
  readonly #clock: Clock;
  readonly #policy: DisconnectPolicy;
  readonly #onAbandoned: () => void;
  #count = 0;
  #cancelTimer: (() => void) | null = null;
  #released = false;

  constructor(clock: Clock, policy: DisconnectPolicy, onAbandoned: () => void) {
    this.#clock = clock;
    this.#policy = policy;
    this.#onAbandoned = onAbandoned;
  }

  /** Adds a viewer; the returned function removes it again, once. */
  add(): () => void {
    this.#count += 1;
    this.#keep();
    let present = true;
    return () => {
      if (!present) return;
      present = false;
      this.#count -= 1;
      if (this.#count === 0) this.#abandon();
    };
  }

  /** The run has ended: from now on it does not matter who watches it. */
  release(): void {
    this.#released = true;
    this.#keep();
  }

  /** Forgets a pending cancellation. */
  #keep(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #abandon(): void {
    if (this.#released || this.#policy === 'continue') return;
    if (this.#policy === 'cancel') this.#onAbandoned();
    else this.#cancelTimer = this.#clock.after(this.#policy.cancelAfterMs, this.#onAbandoned);
  }
}
