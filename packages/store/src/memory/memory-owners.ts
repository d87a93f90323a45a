import { MemoryOwner } from './memory-owner.js';
import type { MemoryThread } from './memory-thread.js';

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
    const owner = this.#ownerOf(thread);
    const before = owner.size;
    owner.use(thread);
    this.#regroup(owner, before);
  }

  remove(thread: MemoryThread): void {
    const owner = this.#byKey.get(thread.ownerKey);
    if (owner === undefined) return;
    const before = owner.size;
    owner.remove(thread);
    owner.bytes -= thread.bytes;
    this.#regroup(owner, before);
    if (owner.size === 0) this.#byKey.delete(owner.key);
  }

  addBytes(thread: MemoryThread, bytes: number): void {
    const owner = this.#byKey.get(thread.ownerKey);
    if (owner !== undefined) owner.bytes += bytes;
  }

  /** A thread of the owner with the most threads. */
  victimByCount(isFree: (thread: MemoryThread) => boolean): MemoryThread | null {
    for (let size = this.#sizeBelow(Infinity); size > 0; size = this.#sizeBelow(size)) {
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

  #ownerOf({ ownerKey }: MemoryThread): MemoryOwner {
    const known = this.#byKey.get(ownerKey);
    if (known !== undefined) return known;
    const owner = new MemoryOwner(ownerKey);
    this.#byKey.set(ownerKey, owner);
    return owner;
  }

  /** The largest number of threads below another one that some owner has; 0 if there is none. */
  #sizeBelow(bound: number): number {
    let largest = 0;
    for (const size of this.#bySize.keys()) if (size < bound && size > largest) largest = size;
    return largest;
  }

  /** Puts an owner behind all others with as many threads. */
  #regroup(owner: MemoryOwner, before: number): void {
    const old = this.#bySize.get(before);
    // Alone in its group, as whoever has most threads usually is, it stands last already.
    if (before === owner.size && old?.size === 1) return;
    old?.delete(owner);
    if (old?.size === 0) this.#bySize.delete(before);
    if (owner.size === 0) return;
    const group = this.#bySize.get(owner.size) ?? new Set();
    this.#bySize.set(owner.size, group.add(owner));
  }
}
