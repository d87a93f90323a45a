import type { Scope, ThreadChangeKind, ThreadPatch, ThreadRecord } from '@flightdeck/store';
import type { RemovedThread, RetentionPolicy, ThreadRows } from '@flightdeck/store/engine';

import { applyRetention, DAY_MS, sumUp } from './apply-retention.js';
import type { AppliedRetention, RetentionStep } from './apply-retention.js';
import { inSteps } from './database/in-steps.js';
import type { SqliteDatabase } from './database/sqlite-database.js';
import {
  changeHead,
  changesSince,
  forgetChanges,
  forgetOldChanges,
  recordChange,
} from './rows/change-sql.js';
import { removeThread } from './rows/remove-sql.js';
import { listThreads } from './rows/thread-list-sql.js';
import * as threadSql from './rows/thread-sql.js';

const DURABLE = { durable: true };
/** Each with all that belongs to it, and its places in the indexes. */
const THREADS_PER_STEP = 20;
const CHANGES_PER_CALL = 1_000;

export class SqliteThreadRows implements ThreadRows {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async ensure(scope: Scope, wanted: threadSql.NewThread): ReturnType<ThreadRows['ensure']> {
    const find = threadSql.findThread;
    // Most threads are there: finding them takes no lock.
    const known = await this.#database.read((open) => find(open, scope, wanted.threadId));
    if (known !== null) return asFound(known, scope);
    return this.#database.write((open) => {
      const rival = find(open, scope, wanted.threadId);
      if (rival !== null) return asFound(rival, scope);
      const thread = threadSql.insertThread(open, scope, wanted);
      const metaSeq = recordChange(open, 'created', thread);
      return { thread: thread.record, created: true, metaSeq };
    }, DURABLE);
  }

  async get(scope: Scope, threadId: string): Promise<ThreadRecord | null> {
    const find = threadSql.findVisible;
    const thread = await this.#database.read((open) => find(open, scope, threadId));
    return thread?.record ?? null;
  }

  async isForeign(scope: Scope, threadId: string): Promise<boolean> {
    const find = threadSql.findThread;
    const thread = await this.#database.read((open) => find(open, scope, threadId));
    return thread !== null && !threadSql.isVisible(thread, scope);
  }

  list(scope: Scope, query: Parameters<ThreadRows['list']>[1]): Promise<readonly ThreadRecord[]> {
    return this.#database.read((open) => listThreads(open, scope, query));
  }

  update(scope: Scope, threadId: string, patch: ThreadPatch): ReturnType<ThreadRows['update']> {
    return this.#database.write((open) => {
      const thread = threadSql.findVisible(open, scope, threadId);
      if (thread === null) return null;
      const kind = kindOf(thread.record, patch);
      if (kind === null) return { thread: thread.record };
      const patched = threadSql.patchThread(open, thread, patch);
      return { thread: patched.record, metaSeq: recordChange(open, kind, patched) };
    }, DURABLE);
  }

  remove(scope: Scope, threadId: string): Promise<RemovedThread | null> {
    return this.#database.write((open) => {
      const thread = threadSql.findVisible(open, scope, threadId);
      return thread === null ? null : removeThread(open, thread);
    }, DURABLE);
  }

  removeSome(scope: Scope, limit: number): Promise<readonly RemovedThread[]> {
    const step = (count: number): Promise<RemovedThread[]> =>
      this.#database.write((open) => {
        const threadPks = threadSql.threadPksOf(open, scope, count);
        const threads = threadPks.flatMap((pk) => threadSql.threadByPk(open, pk) ?? []);
        return threads.map((thread) => removeThread(open, thread));
      }, DURABLE);
    return inSteps(limit, THREADS_PER_STEP, step);
  }

  forgetChanges(scope: Scope): Promise<void> {
    return this.#database.write((open) => forgetChanges(open, scope), DURABLE);
  }

  changesSince(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): ReturnType<ThreadRows['changesSince']> {
    return this.#database.snapshot((open) => changesSince(open, scope, metaSeq, limit));
  }

  changeHeads(scopes: readonly Scope[]): Promise<readonly number[]> {
    return this.#database.snapshot((open) => scopes.map((scope) => changeHead(open, scope)));
  }

  async applyRetention(policy: RetentionPolicy, limit: number): Promise<AppliedRetention> {
    const former = Date.now() - DAY_MS;
    await this.#database.write((open) => forgetOldChanges(open, former, CHANGES_PER_CALL));
    const step = (count: number): Promise<RetentionStep[]> =>
      this.#database.write((open) => applyRetention(open, policy, count));
    return sumUp(await inSteps(limit, THREADS_PER_STEP, step));
  }
}

function asFound(
  thread: threadSql.StoredThread,
  scope: Scope,
): { readonly thread: ThreadRecord; readonly created: boolean } | null {
  return threadSql.isVisible(thread, scope) ? { thread: thread.record, created: false } : null;
}

/** What a patch amounts to, `null` if it changes nothing. */
function kindOf(thread: ThreadRecord, patch: ThreadPatch): ThreadChangeKind | null {
  if (patch.archived !== undefined && patch.archived !== thread.archived) {
    return patch.archived ? 'archived' : 'unarchived';
  }
  if (patch.name !== undefined && patch.name !== thread.name) return 'renamed';
  return patch.metadata === undefined ? null : 'updated';
}
