import type { MemoryThread } from './memory-thread.js';

/** What one user of a tenant keeps in memory. */
export class MemoryOwner {
  readonly key: string;
  /** Characters of events. */
  bytes = 0;
  /** The least recently used first. */
  readonly #threads = new Set<MemoryThread>();

  constructor(key: string) {
    this.key = key;
  }

  get size(): number {
    return this.#threads.size;
  }

  /** Adds a thread, or moves it to the end as the one used last. */
  use(thread: MemoryThread): void {
    this.#threads.delete(thread);
    this.#threads.add(thread);
  }

  remove(thread: MemoryThread): void {
    this.#threads.delete(thread);
  }

  leastUsed(isFree: (thread: MemoryThread) => boolean): MemoryThread | null {
    for (const thread of this.#threads) {
      if (isFree(thread)) return thread;
    }
    return null;
  }
}
