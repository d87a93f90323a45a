import type { ListCursor } from '../list-cursor.js';
import type { ThreadChange, ThreadRecord } from '../records.js';
import type { Scope } from '../scope.js';
import type { ThreadPatch } from '../thread-store.js';

/** A thread that is gone, with what its followers must be told. */
export interface RemovedThread {
  readonly threadPk: number;
  /** The number that its next event would have had. */
  readonly nextSeq: number;
  /** Whose thread it was. */
  readonly owner: Scope;
  /** The number of the change that tells of it. */
  readonly metaSeq: number;
}

export interface ThreadRowQuery {
  readonly agentId?: string;
  readonly archived: 'no' | 'only' | 'all';
  readonly limit: number;
  /** Only threads behind this place. */
  readonly after: ListCursor | null;
}

/** How long threads are kept; `null` is for ever. Days since the last activity. */
export interface RetentionPolicy {
  readonly archiveAfterDays: number | null;
  readonly removeAfterDays: number | null;
  readonly removeArchivedAfterDays: number | null;
}

export interface ThreadRows {
  /**
   * The thread, created if its id is free in the tenant; `null` if it is somebody else's.
   *
   * A new thread has `nextSeq` 1 and a fence of `threadPk * 2 ** 20`: a `threadPk` is never given
   * twice, so a cursor of a removed thread does not fit its successor.
   */
  ensure(
    scope: Scope,
    thread: { readonly threadId: string; readonly agentId: string; readonly name?: string },
  ): Promise<{
    readonly thread: ThreadRecord;
    readonly created: boolean;
    /** The number of the change `created`; absent if there was none. */
    readonly metaSeq?: number;
  } | null>;
  get(scope: Scope, threadId: string): Promise<ThreadRecord | null>;
  isForeign(scope: Scope, threadId: string): Promise<boolean>;
  /**
   * Threads that have run, by `lastRunAt` (in the whole milliseconds of the record) and then
   * `threadPk`, both descending. `after` is `lastRunAt` and `threadPk` of the last one seen.
   */
  list(scope: Scope, query: ThreadRowQuery): Promise<readonly ThreadRecord[]>;
  /**
   * The changed thread and the number of the change; `null` if there is no such thread. A patch that
   * changes nothing is no change: the number is absent.
   *
   * The kind is `archived` or `unarchived` where that flag changes, else `renamed` where the name
   * does, else `updated` for metadata, equal to the former or not.
   */
  update(
    scope: Scope,
    threadId: string,
    patch: ThreadPatch,
  ): Promise<{ readonly thread: ThreadRecord; readonly metaSeq?: number } | null>;
  /** Removes a thread with everything that belongs to it. */
  remove(scope: Scope, threadId: string): Promise<RemovedThread | null>;
  /** Removes up to `limit` threads of the scope; none means that none are left. */
  removeSome(scope: Scope, limit: number): Promise<readonly RemovedThread[]>;
  /**
   * Forgets the changes of the scope's user, or of the whole tenant; for erasing somebody. Their
   * numbers are not used again: heads stay, and who asks for what is gone is told `truncated`.
   */
  forgetChanges(scope: Scope): Promise<void>;
  /** See `ThreadStore.changesSince`; `truncated` also for a number beyond the head. */
  changesSince(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): Promise<{
    readonly changes: readonly ThreadChange[];
    readonly head: number;
    readonly truncated: boolean;
  }>;
  /** The number of the latest change of each of the given scopes' users, in their order; 0 for none. */
  changeHeads(scopes: readonly Scope[]): Promise<readonly number[]>;
  /**
   * Applies the policy to at most `limit` idle threads of every tenant, and drops changes older than
   * a day. A backend without it keeps everything.
   */
  applyRetention?(
    policy: RetentionPolicy,
    limit: number,
  ): Promise<{
    readonly removed: readonly RemovedThread[];
    /** Owners with the number of the latest change that this made. */
    readonly archived: readonly { readonly owner: Scope; readonly metaSeq: number }[];
  }>;
}
