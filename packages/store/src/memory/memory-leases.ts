import type { LeaseEnd } from '../run-coordinator.js';
import type { MemoryLease } from './memory-lease.js';

/** Longer delays overflow and would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** All leases that are held. */
export class MemoryLeases {
  readonly #held = new Set<MemoryLease>();
  readonly #waiting = new Set<() => void>();

  add(lease: MemoryLease): void {
    this.#held.add(lease);
  }

  release(lease: MemoryLease): void {
    this.#held.delete(lease);
    if (this.#held.size > 0) return;
    for (const resume of this.#waiting) resume();
  }

  endAll(reason: LeaseEnd): void {
    for (const lease of this.#held) lease.end(reason);
  }

  /** Resolves with true as soon as no lease is held, or with false after `ms`. */
  idleWithin(ms: number): Promise<boolean> {
    if (this.#held.size === 0) return Promise.resolve(true);
    if (!(ms > 0)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const finish = (idle: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(resume);
        resolve(idle);
      };
      const resume = (): void => finish(true);
      // It may hold the process open: whoever waits has runs to end, and nothing else may be left.
      const timer = setTimeout(() => finish(false), Math.min(ms, MAX_DELAY_MS));
      this.#waiting.add(resume);
    });
  }
}
