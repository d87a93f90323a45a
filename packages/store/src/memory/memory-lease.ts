import { LeaseEnding } from '../lease-ending.js';
import type { LeaseEnd, RunLease } from '../run-coordinator.js';
import type { MemoryRun } from './memory-run.js';

/** A thread's active run and the right to append to it. */
export class MemoryLease implements RunLease {
  readonly run: MemoryRun;
  readonly threadPk: number;
  readonly runPk: number;
  readonly fence: number;
  readonly firstSeq: number;
  readonly #ending = new LeaseEnding();

  constructor(run: MemoryRun) {
    this.run = run;
    this.threadPk = run.threadPk;
    this.runPk = run.runPk;
    this.fence = run.record.fence;
    this.firstSeq = run.firstSeq;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  onEnd(call: (reason: LeaseEnd) => void): void {
    this.#ending.listen(call);
  }

  /** Whether the holder was told to end. */
  get ending(): boolean {
    return this.#ending.reason !== null;
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
