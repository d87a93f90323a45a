import type { RemovedThread, ThreadRows } from '../backend/thread-rows.js';
import { formatListCursor, parseListCursor } from '../list-cursor.js';
import type { ThreadRecord } from '../records.js';
import type { Scope } from '../scope.js';
import type { ThreadPage, ThreadPatch, ThreadQuery, ThreadStore } from '../thread-store.js';
import type { HeldLeases } from './held-leases.js';
import type { Opening } from './opening.js';
import type { RelayedLiveBus } from './relayed-live-bus.js';

const MAX_PAGE = 200;
/** Threads that one transaction removes. */
const CLEAR_BATCH = 500;

export interface EngineThreadStoreParts {
  readonly rows: ThreadRows;
  readonly opening: Opening;
  readonly bus: RelayedLiveBus;
  readonly leases: HeldLeases;
}

/** Threads in a database. Owners and followers are told of every change. */
export class EngineThreadStore implements ThreadStore {
  readonly #parts: EngineThreadStoreParts;

  constructor(parts: EngineThreadStoreParts) {
    this.#parts = parts;
  }

  async ensure(
    scope: Scope,
    wanted: { readonly threadId: string; readonly agentId: string; readonly name?: string },
  ): Promise<{ readonly thread: ThreadRecord; readonly created: boolean } | null> {
    const ensured = await (await this.#rows()).ensure(scope, wanted);
    if (ensured === null) return null;
    const { thread, created, metaSeq } = ensured;
    this.#tellOwner(thread, metaSeq);
    return { thread, created };
  }

  async get(scope: Scope, threadId: string): Promise<ThreadRecord | null> {
    return (await this.#rows()).get(scope, threadId);
  }

  async isForeign(scope: Scope, threadId: string): Promise<boolean> {
    return (await this.#rows()).isForeign(scope, threadId);
  }

  async list(scope: Scope, query: ThreadQuery): Promise<ThreadPage> {
    const { agentId, archived = 'no', cursor } = query;
    const after = cursor === undefined ? null : parseListCursor(cursor);
    const limit = Math.min(Math.max(1, Math.floor(query.limit) || 1), MAX_PAGE);
    const rows = await this.#rows();
    // One more than asked for tells whether there is a next page.
    const found = await rows.list(scope, {
      ...(agentId === undefined ? {} : { agentId }),
      archived,
      limit: limit + 1,
      after,
    });
    const threads = found.slice(0, limit);
    const last = threads.at(-1);
    const more = found.length > limit && last !== undefined;
    return { threads, nextCursor: more ? formatListCursor(placeOf(last)) : null };
  }

  async update(scope: Scope, threadId: string, patch: ThreadPatch): Promise<ThreadRecord | null> {
    const updated = await (await this.#rows()).update(scope, threadId, patch);
    if (updated === null) return null;
    this.#tellOwner(updated.thread, updated.metaSeq);
    return updated.thread;
  }

  async remove(scope: Scope, threadId: string): Promise<boolean> {
    const removed = await (await this.#rows()).remove(scope, threadId);
    if (removed !== null) this.onRemoved(removed);
    return removed !== null;
  }

  async clear(scope: Scope): Promise<number> {
    const rows = await this.#rows();
    for (let count = 0; ;) {
      const removed = await rows.removeSome(scope, CLEAR_BATCH);
      if (removed.length === 0) return count;
      for (const thread of removed) this.onRemoved(thread);
      count += removed.length;
    }
  }

  async erase(scope: Scope): Promise<number> {
    const erased = await this.clear(scope);
    await (await this.#rows()).forgetChanges(scope);
    return erased;
  }

  async changesSince(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): ReturnType<ThreadStore['changesSince']> {
    return (await this.#rows()).changesSince(scope, metaSeq, Math.max(1, Math.floor(limit) || 1));
  }

  /** Tells the run of a removed thread, its followers and its owner. */
  onRemoved({ threadPk, nextSeq, owner, metaSeq }: RemovedThread): void {
    const { leases, bus } = this.#parts;
    leases.lose(threadPk, 'fenced');
    // One past the end, so that no follower takes the hint for an old one.
    bus.hint(threadPk, nextSeq);
    bus.meta(owner, metaSeq);
  }

  #tellOwner({ tenantId, userId }: ThreadRecord, metaSeq: number | undefined): void {
    if (metaSeq !== undefined) this.#parts.bus.meta({ tenantId, userId }, metaSeq);
  }

  async #rows(): Promise<ThreadRows> {
    await this.#parts.opening.open();
    return this.#parts.rows;
  }
}

function placeOf({ lastRunAt, createdAt, threadPk }: ThreadRecord) {
  return { activityAt: lastRunAt ?? createdAt, pk: threadPk };
}
