import type { StoreBackend, TakenOverRun } from '../backend/store-backend.js';
import type { AcquireRequest } from '../run-coordinator.js';
import type { Scope } from '../scope.js';

interface Acquisition {
  readonly scope: Scope;
  readonly request: AcquireRequest;
}

/** Beyond it the store has been away for so long that this node has lost its lease as well. */
const MAX_KEPT = 1_000;

/**
 * Acquisitions of which nobody knows whether they were carried out. One that was keeps its thread
 * busy for a run that nobody executes, for as long as this node lives: so they are looked after.
 */
export class LostAcquisitions {
  readonly #backend: StoreBackend;
  readonly #kept = new Set<Acquisition>();

  constructor(backend: StoreBackend) {
    this.#backend = backend;
  }

  add(scope: Scope, request: AcquireRequest): void {
    if (this.#kept.size < MAX_KEPT) this.#kept.add({ scope, request });
  }

  /** The node's leases are lost, so others will find what it held. */
  clear(): void {
    this.#kept.clear();
  }

  /**
   * Takes over what turns out to have been acquired.
   *
   * @param isHeld whether this node has a lease of the thread, or is about to get one
   */
  async recover(
    nodeId: string,
    isHeld: (threadPk: number, threadId: string) => boolean,
  ): Promise<TakenOverRun[]> {
    const recovered: TakenOverRun[] = [];
    for (const acquisition of Array.from(this.#kept)) {
      const threadPk = await this.#threadHeldBy(nodeId, acquisition);
      this.#kept.delete(acquisition);
      if (threadPk === null || isHeld(threadPk, acquisition.request.threadId)) continue;
      recovered.push(...(await this.#backend.runs.takeOver(nodeId, 1, threadPk)));
    }
    return recovered;
  }

  async #threadHeldBy(nodeId: string, { scope, request }: Acquisition): Promise<number | null> {
    const thread = await this.#backend.threads.get(scope, request.threadId);
    if (thread === null) return null;
    const [head] = await this.#backend.log.heads([thread.threadPk]);
    const lost = head?.ownerNode === nodeId && head.activeRunId === request.runId;
    return lost ? thread.threadPk : null;
  }
}
