import { LeaseEnding } from '../lease-ending.js';
import type { LeaseEnd, RunLease } from '../run-coordinator.js';

/** The right of one run of this node to append to its thread. */
export class EngineLease implements RunLease {
  readonly threadPk: number;
  readonly runPk: number;
  readonly fence: number;
  readonly firstSeq: number;
  readonly #ending = new LeaseEnding();

  constructor(granted: Pick<RunLease, 'threadPk' | 'runPk' | 'fence' | 'firstSeq'>) {
    this.threadPk = granted.threadPk;
    this.runPk = granted.runPk;
    this.fence = granted.fence;
    this.firstSeq = granted.firstSeq;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  onEnd(call: (reason: LeaseEnd) => void): void {
    this.#ending.listen(call);
  }

  /** The run is over. */
  letGo(): void {
    this.#ending.letGo();
  }

  /** Tells the holder to end. Only the first reason counts. */
  end(reason: LeaseEnd): void {
    this.#ending.end(reason);
  }
}
