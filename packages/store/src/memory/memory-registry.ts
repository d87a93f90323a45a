import type { ThreadRecord } from '../records.js';
import type { Scope } from '../scope.js';
import type { MemoryLeases } from './memory-leases.js';
import type { MemoryLimits } from './memory-limits.js';
import type { MemoryLiveBus } from './memory-live-bus.js';
import type { MemoryMetaFeed } from './memory-meta-feed.js';
import { MemoryThread } from './memory-thread.js';
import { MemoryThreadTable } from './memory-thread-table.js';

export interface MemoryRegistryParts {
  readonly limits: MemoryLimits;
  readonly bus: MemoryLiveBus;
  readonly feed: MemoryMetaFeed;
  readonly leases: MemoryLeases;
  readonly clock: () => number;
  /** Called before a thread is evicted for its size: there may be something that is easier to miss. */
  readonly onFull: () => void;
}

export interface NewThread {
  readonly threadId: string;
  readonly agentId: string;
  readonly name?: string;
}

/** How threads come and go: on request, and when the limits ask for it. */
export class MemoryRegistry {
  readonly table = new MemoryThreadTable();
  readonly #parts: MemoryRegistryParts;
  #lastPk = 0;
  /** Of removed threads: a cursor of one of them must not fit a later thread with the same id. */
  #highestFence = 0;

  constructor(parts: MemoryRegistryParts) {
    this.#parts = parts;
  }

  /** A number that no thread and no run of this engine has. */
  nextPk(): number {
    this.#lastPk += 1;
    return this.#lastPk;
  }

  /** Creates a thread without telling anybody yet. */
  create(scope: Scope, { threadId, agentId, name }: NewThread): MemoryThread {
    const now = this.#parts.clock();
    const record: ThreadRecord = {
      threadPk: this.nextPk(),
      threadId,
      tenantId: scope.tenantId,
      userId: scope.userId ?? '',
      agentId,
      name: name ?? null,
      archived: false,
      createdAt: now,
      updatedAt: now,
      lastRunAt: null,
    };
    const thread = new MemoryThread(record, this.#highestFence);
    this.table.add(thread);
    this.enforceLimits(thread);
    return thread;
  }

  remove(thread: MemoryThread): void {
    const lease = thread.fenceOff();
    this.#highestFence = Math.max(this.#highestFence, thread.fence);
    this.table.remove(thread);
    if (lease !== null) this.#parts.leases.release(lease);
    this.#parts.feed.publish('deleted', thread.record);
    // One past the end, so that no follower takes the hint for an old one.
    this.#parts.bus.hint(thread.threadPk, thread.nextSeq);
    lease?.end('fenced');
  }

  /** Not while somebody may be reading them; then it is done when the last follower has left. */
  dropOldRuns(thread: MemoryThread): void {
    if (this.#parts.bus.isFollowed(thread.threadPk)) return;
    const ended = (): number => thread.runs.length - (thread.lease === null ? 0 : 1);
    while (ended() > this.#parts.limits.maxRunsPerThread) this.table.dropOldestRun(thread);
  }

  /** Evicts threads until the limits hold again or all that are left are in use. */
  enforceLimits(inUse: MemoryThread): void {
    const { maxThreads, maxBytes } = this.#parts.limits;
    const { table } = this;
    if (table.size <= maxThreads && table.bytes <= maxBytes) return;
    const isFree = (thread: MemoryThread): boolean =>
      thread !== inUse && thread.lease === null && !this.#parts.bus.isFollowed(thread.threadPk);
    while (table.size > maxThreads) {
      const victim = table.owners.victimByCount(isFree);
      if (victim === null) break;
      this.remove(victim);
    }
    if (table.bytes > maxBytes) this.#parts.onFull();
    while (table.bytes > maxBytes) {
      const victim = table.owners.victimByBytes(isFree);
      if (victim === null) break;
      this.remove(victim);
    }
  }
}
