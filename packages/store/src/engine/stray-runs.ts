import type { RunRows, TakenOverRun } from '../backend/run-rows.js';
import { StoreError } from '../store-error.js';
import type { EngineClock } from './engine-clock.js';

/** How long a call that failed may still be carried out, with a margin. */
const UNSETTLED_MS = 60_000;

export interface StrayRunHandlers {
  /** Whether this node has a lease of the thread. */
  readonly isHeld: (threadPk: number) => boolean;
  /** Whether it may get one any moment. */
  readonly isBeingAcquired: (threadId: string) => boolean;
  readonly onRecovered: (run: TakenOverRun) => void;
}

/**
 * Runs that belong to this node without its knowing, because the answer that would have said so was
 * lost. As long as this node lives nobody else takes them over, so it has to look for them.
 */
export class StrayRuns {
  readonly #runs: Pick<RunRows, 'takeOver' | 'ownedBy'>;
  readonly #clock: EngineClock;
  /** Set where a call has failed that may have made strays, or will until then. */
  #until: number | null = null;

  constructor(runs: Pick<RunRows, 'takeOver' | 'ownedBy'>, clock: EngineClock) {
    this.#runs = runs;
    this.#clock = clock;
  }

  /** Makes a call that gives runs to this node. */
  async watch<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const unknown = !StoreError.is(error) || error.code === 'unavailable';
      if (unknown) this.#until = this.#clock.now() + UNSETTLED_MS;
      throw error;
    }
  }

  /** The node's leases are lost, so others will find what it held. */
  clear(): void {
    this.#until = null;
  }

  /** Takes over what belongs to this node and nobody ends. Costs nothing unless a call has failed. */
  async recover(nodeId: string, handlers: StrayRunHandlers): Promise<void> {
    const until = this.#until;
    if (until === null) return;
    let isSettled = this.#clock.now() >= until;
    for (const { threadPk, threadId } of await this.#runs.ownedBy(nodeId)) {
      if (handlers.isHeld(threadPk)) continue;
      if (handlers.isBeingAcquired(threadId)) {
        isSettled = false;
        continue;
      }
      const taken = await this.watch(() => this.#runs.takeOver(nodeId, 1, threadPk));
      for (const run of taken) handlers.onRecovered(run);
    }
    if (isSettled && this.#until === until) this.#until = null;
  }
}
