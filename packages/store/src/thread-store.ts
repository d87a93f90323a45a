import type { ThreadChange, ThreadRecord } from './records.js';
import type { Scope } from './scope.js';

export interface ThreadQuery {
  readonly agentId?: string;
  /** Which threads by their archived flag. Default `'no'`. */
  readonly archived?: 'no' | 'only' | 'all';
  /** Page size, 1 to 200. */
  readonly limit: number;
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string;
}

export interface ThreadPage {
  readonly threads: readonly ThreadRecord[];
  readonly nextCursor: string | null;
}

export interface ThreadPatch {
  readonly name?: string | null;
  readonly archived?: boolean;
  readonly metadata?: unknown;
}

/** Threads and who may see them. A thread outside the scope is answered exactly as a missing one. */
export interface ThreadStore {
  /** The thread, created if the id is free in the tenant; `null` if it belongs to somebody else. */
  ensure(
    scope: Scope,
    thread: { readonly threadId: string; readonly agentId: string; readonly name?: string },
  ): Promise<{ readonly thread: ThreadRecord; readonly created: boolean } | null>;
  get(scope: Scope, threadId: string): Promise<ThreadRecord | null>;
  /** Whether the id is taken by a thread that this scope may not see. */
  isForeign(scope: Scope, threadId: string): Promise<boolean>;
  /**
   * Threads that have run, latest activity first. A rename does not change the order.
   *
   * @throws StoreError `invalid_cursor`
   */
  list(scope: Scope, query: ThreadQuery): Promise<ThreadPage>;
  update(scope: Scope, threadId: string, patch: ThreadPatch): Promise<ThreadRecord | null>;
  /** Removes the thread and its log; false if there was none. An active run is fenced off. */
  remove(scope: Scope, threadId: string): Promise<boolean>;
  /** Removes every thread of the scope and answers how many there were. */
  clear(scope: Scope): Promise<number>;
  /**
   * As {@link clear}, and forgets the changes of the scope's user, or of its whole tenant: nothing is
   * left that tells of them. Numbers of changes are not used again; who follows them is told that
   * they are `truncated`.
   */
  erase(scope: Scope): Promise<number>;
  /** Metadata changes of the scope's user after `metaSeq`; `truncated` when older ones are gone. */
  changesSince(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): Promise<{
    readonly changes: readonly ThreadChange[];
    readonly head: number;
    readonly truncated: boolean;
  }>;
}
