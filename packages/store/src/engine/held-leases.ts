import type { AppendItem } from '../event-log.js';
import type { LeaseEnd } from '../run-coordinator.js';
import type { EngineClock } from './engine-clock.js';
import type { EngineLease } from './engine-lease.js';

export interface RunToEnd {
  readonly threadPk: number;
  readonly runPk: number;
  readonly reason: LeaseEnd;
}

/** The leases of this node's active runs, one per thread. */
export class HeldLeases {
  readonly #clock: EngineClock;
  readonly #byThread = new Map<number, EngineLease>();
  readonly #waiting = new Set<() => void>();

  constructor(clock: EngineClock) {
    this.#clock = clock;
  }

  has(threadPk: number): boolean {
    return this.#byThread.has(threadPk);
  }

  add(lease: EngineLease): void {
    // Whoever held the thread before has lost it, or it could not have been given again.
    this.lose(lease.threadPk, 'fenced');
    this.#byThread.set(lease.threadPk, lease);
  }

  /** Tells the holder to end the run, unless the thread has another one by now; the lease stays its own until it has. */
  end({ threadPk, runPk, reason }: RunToEnd): void {
    const lease = this.#byThread.get(threadPk);
    if (lease?.runPk === runPk) lease.end(reason);
  }

  endAll(reason: LeaseEnd): void {
    for (const lease of this.#byThread.values()) lease.end(reason);
  }

  /** Ends a lease that is the holder's no more. */
  lose(threadPk: number, reason: 'fenced' | 'lease-lost'): void {
    const lease = this.#byThread.get(threadPk);
    if (lease === undefined) return;
    this.#release(lease);
    lease.end(reason);
  }

  loseAll(reason: 'fenced' | 'lease-lost'): void {
    for (const threadPk of Array.from(this.#byThread.keys())) this.lose(threadPk, reason);
  }

  /** The lease under which an item was appended, if it is held still. */
  of({ threadPk, runPk, fence }: AppendItem): EngineLease | undefined {
    const lease = this.#byThread.get(threadPk);
    return lease?.runPk === runPk && lease.fence === fence ? lease : undefined;
  }

  /** The run has ended. */
  release(lease: EngineLease): void {
    this.#release(lease);
    lease.letGo();
  }

  /** Resolves with true as soon as no lease is held, or with false after `ms`. */
  idleWithin(ms: number): Promise<boolean> {
    if (this.#byThread.size === 0) return Promise.resolve(true);
    if (!(ms > 0)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const finish = (idle: boolean): void => {
        cancel();
        this.#waiting.delete(resume);
        resolve(idle);
      };
      const resume = (): void => finish(true);
      // It may hold the process: whoever waits has runs to end, and nothing else may be left.
      const cancel = this.#clock.after(ms, () => finish(false), true);
      this.#waiting.add(resume);
    });
  }

  #release(lease: EngineLease): void {
    if (this.#byThread.get(lease.threadPk) !== lease) return;
    this.#byThread.delete(lease.threadPk);
    if (this.#byThread.size > 0) return;
    for (const resume of this.#waiting) resume();
  }
}
