import { MemoryOwner } from './memory-owner.js';
import type { MemoryThread } from './memory-thread.js';
import { scopedKey } from './scoped-key.js';

/**
 * All owners, and the choice of what to evict: always the least recently used free thread of the owner
 * who takes up the most. So whoever fills the store with throw-away threads only loses their own.
 */
export class MemoryOwners {
  readonly #byKey = new Map<string, MemoryOwner>();
  /** By number of threads; within a group the least recently active first. */
  readonly #bySize = new Map<number, Set<MemoryOwner>>();

  /** Adds a thread, or marks it as used. */
  use(thread: MemoryThread): void {
    const key = keyOf(thread);
    const owner = this.#byKey.get(key) ?? new MemoryOwner(key);
    this.#leaveGroup(owner);
    owner.use(thread);
    this.#joinGroup(owner);
  }

  remove(thread: MemoryThread): void {
    const owner = this.#byKey.get(keyOf(thread));
    if (owner === undefined) return;
    this.#leaveGroup(owner);
    owner.remove(thread);
    owner.bytes -= thread.bytes;
    if (owner.size > 0) this.#joinGroup(owner);
    else this.#byKey.delete(owner.key);
  }

  addBytes(thread: MemoryThread, bytes: number): void {
    const owner = this.#byKey.get(keyOf(thread));
    if (owner !== undefined) owner.bytes += bytes;
  }

  /** A thread of the owner with the most threads. */
  victimByCount(isFree: (thread: MemoryThread) => boolean): MemoryThread | null {
    const sizes = [...this.#bySize.keys()].toSorted((left, right) => right - left);
    for (const size of sizes) {
      for (const owner of this.#bySize.get(size) ?? []) {
        const thread = owner.leastUsed(isFree);
        if (thread !== null) return thread;
      }
    }
    return null;
  }

  /** A thread of the owner whose threads are the largest together. */
  victimByBytes(isFree: (thread: MemoryThread) => boolean): MemoryThread | null {
    let victim: MemoryThread | null = null;
    let most = -1;
    for (const owner of this.#byKey.values()) {
      const thread = owner.bytes > most ? owner.leastUsed(isFree) : null;
      if (thread === null) continue;
      victim = thread;
      most = owner.bytes;
    }
    return victim;
  }

  #joinGroup(owner: MemoryOwner): void {
    this.#byKey.set(owner.key, owner);
    const group = this.#bySize.get(owner.size) ?? new Set();
    this.#bySize.set(owner.size, group.add(owner));
  }

  #leaveGroup(owner: MemoryOwner): void {
    const group = this.#bySize.get(owner.size);
    group?.delete(owner);
    if (group?.size === 0) this.#bySize.delete(owner.size);
  }
}

function keyOf({ record }: MemoryThread): string {
  return scopedKey(record.tenantId, record.userId);
}
