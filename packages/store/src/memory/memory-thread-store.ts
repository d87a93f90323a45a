import { changeKindOf } from '../change-kind.js';
import { formatListCursor, parseListCursor } from '../list-cursor.js';
import type { ListCursor } from '../list-cursor.js';
import type { ThreadRecord } from '../records.js';
import type { Scope } from '../scope.js';
import type { ThreadPage, ThreadPatch, ThreadQuery, ThreadStore } from '../thread-store.js';
import type { MemoryMetaFeed } from './memory-meta-feed.js';
import type { MemoryRegistry, NewThread } from './memory-registry.js';
import type { MemoryThread } from './memory-thread.js';

const MAX_PAGE = 200;

export class MemoryThreadStore implements ThreadStore {
  readonly #registry: MemoryRegistry;
  readonly #feed: MemoryMetaFeed;
  readonly #clock: () => number;

  constructor(registry: MemoryRegistry, feed: MemoryMetaFeed, clock: () => number) {
    this.#registry = registry;
    this.#feed = feed;
    this.#clock = clock;
  }

  async ensure(
    scope: Scope,
    wanted: NewThread,
  ): Promise<{ thread: ThreadRecord; created: boolean } | null> {
    const { table } = this.#registry;
    const known = table.find(scope.tenantId, wanted.threadId);
    if (known === undefined) {
      const thread = this.#registry.create(scope, wanted).record;
      this.#feed.publish('created', thread);
      return { thread, created: true };
    }
    if (table.findVisible(scope, wanted.threadId) === undefined) return null;
    table.owners.use(known);
    return { thread: known.record, created: false };
  }

  async get(scope: Scope, threadId: string): Promise<ThreadRecord | null> {
    const thread = this.#registry.table.findVisible(scope, threadId);
    if (thread === undefined) return null;
    this.#registry.table.owners.use(thread);
    return thread.record;
  }

  async isForeign(scope: Scope, threadId: string): Promise<boolean> {
    const { table } = this.#registry;
    return (
      table.find(scope.tenantId, threadId) !== undefined &&
      table.findVisible(scope, threadId) === undefined
    );
  }

  async list(scope: Scope, query: ThreadQuery): Promise<ThreadPage> {
    const after = query.cursor === undefined ? null : parseListCursor(query.cursor);
    const limit = Math.min(Math.max(1, Math.floor(query.limit) || 1), MAX_PAGE);
    const matching = this.#inOrder(scope).filter(
      (thread) =>
        matches(thread.record, query) && (after === null || compare(placeOf(thread), after) > 0),
    );
    const page = matching.slice(0, limit);
    const last = page.at(-1);
    const more = matching.length > page.length && last !== undefined;
    return {
      threads: page.map(({ record }) => record),
      nextCursor: more ? formatListCursor(placeOf(last)) : null,
    };
  }

  /** The scope's threads that have run, latest activity first. */
  listAll(scope: Scope): ThreadRecord[] {
    return this.#inOrder(scope).map(({ record }) => record);
  }

  async update(scope: Scope, threadId: string, patch: ThreadPatch): Promise<ThreadRecord | null> {
    const thread = this.#registry.table.findVisible(scope, threadId);
    if (thread === undefined) return null;
    this.#registry.table.owners.use(thread);
    const kind = changeKindOf(thread.record, patch);
    if (kind === null) return thread.record;
    thread.record = { ...thread.record, ...fieldsOf(patch), updatedAt: this.#clock() };
    this.#feed.publish(kind, thread.record);
    return thread.record;
  }

  async remove(scope: Scope, threadId: string): Promise<boolean> {
    const thread = this.#registry.table.findVisible(scope, threadId);
    if (thread === undefined) return false;
    this.#registry.remove(thread);
    return true;
  }

  async clear(scope: Scope): Promise<number> {
    const threads = this.#registry.table.visible(scope);
    for (const thread of threads) this.#registry.remove(thread);
    return threads.length;
  }

  async erase(scope: Scope): Promise<number> {
    const erased = await this.clear(scope);
    this.#feed.forget(scope);
    return erased;
  }

  async changesSince(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): ReturnType<ThreadStore['changesSince']> {
    return this.#feed.since(scope, metaSeq, limit);
  }

  #inOrder(scope: Scope): MemoryThread[] {
    return this.#registry.table
      .visible(scope)
      .filter(({ record }) => record.lastRunAt !== null)
      .toSorted((left, right) => compare(placeOf(left), placeOf(right)));
  }
}

/** Of threads that ran in the same moment, the one whose run began last has the higher number. */
function placeOf({ record, runs }: MemoryThread): ListCursor {
  const pk = runs.at(-1)?.runPk ?? record.threadPk;
  return { activityAt: record.lastRunAt ?? record.createdAt, pk };
}

function compare(left: ListCursor, right: ListCursor): number {
  return right.activityAt - left.activityAt || right.pk - left.pk;
}

function matches(thread: ThreadRecord, { agentId, archived = 'no' }: ThreadQuery): boolean {
  if (agentId !== undefined && thread.agentId !== agentId) return false;
  return archived === 'all' || thread.archived === (archived === 'only');
}

function fieldsOf({ name, archived, metadata }: ThreadPatch): Partial<ThreadRecord> {
  return {
    ...(name === undefined ? null : { name }),
    ...(archived === undefined ? null : { archived }),
    // A copy, as from a database: what the caller does to theirs later must not show.
    ...(metadata === undefined ? null : { metadata: JSON.parse(JSON.stringify(metadata)) }),
  };
}
