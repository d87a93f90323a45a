import type { OrphanedRun } from '@flightdeck/store';

/** Runs that an earlier import left unfinished, as the engine hands them over. */
export class Orphanage {
  readonly #orphans = new Map<string, OrphanedRun>();
  #arrived: () => void = () => undefined;

  /** Never throws. */
  take(orphan: OrphanedRun): void {
    this.#orphans.set(keyOf(orphan.threadId, orphan.run.runId), orphan);
    this.#arrived();
  }

  /** The run, or `null` if nobody hands it over in time. */
  async wait(threadId: string, runId: string, patienceMs: number): Promise<OrphanedRun | null> {
    const key = keyOf(threadId, runId);
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const orphan = this.#orphans.get(key);
      const left = deadline - performance.now();
      if (orphan !== undefined || left <= 0) return orphan ?? null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

function keyOf(threadId: string, runId: string): string {
  return JSON.stringify([threadId, runId]);
}
