import type { Scope, ThreadChange, ThreadPatch, ThreadRecord } from '@flightdeck/store';
import type {
  RemovedThread,
  RetentionPolicy,
  ThreadRowQuery,
  ThreadRows,
} from '@flightdeck/store/engine';
import { StoreError } from '@flightdeck/store';

import type { Database, Session } from '../sql/database.js';
import { integer, integerOrNull, text, type Row } from '../sql/row-fields.js';
import { toStored, toStoredId } from '../sql/stored-text.js';
import type { Projects } from './projects.js';
import { Retention } from './retention.js';
import { toChange, toThread } from './thread-columns.js';
import { ThreadList } from './thread-list.js';
import { threadStatements, type ThreadStatements } from './thread-statements.js';

/** Removals touch every event of a thread. */
const REMOVAL_MS = 30_000;
const ATTEMPTS = 10;

export class PostgresThreadRows implements ThreadRows {
  readonly #database: Database;
  readonly #projects: Projects;
  readonly #list: ThreadList;
  readonly #retention: Retention;
  readonly #sql: ThreadStatements;

  constructor(database: Database, schema: string, projects: Projects) {
    this.#database = database;
    this.#projects = projects;
    this.#list = new ThreadList(database, schema);
    this.#retention = new Retention(schema);
    this.#sql = threadStatements(schema);
  }

  async ensure(
    scope: Scope,
    { threadId, agentId, name }: Parameters<ThreadRows['ensure']>[1],
  ): ReturnType<ThreadRows['ensure']> {
    const project = await this.#projects.ensure(scope.tenantId);
    const values = [
      project,
      toStoredId(threadId, 'thread'),
      toStoredId(scope.userId ?? '', 'user'),
      toStoredId(agentId, 'agent'),
      name === undefined ? null : toStored(name),
    ];
    // Whoever finds nothing and cannot create it either was overtaken, and finds it now.
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const thread = await this.#find(project, scope.tenantId, threadId);
      if (thread !== null) return isVisible(scope, thread) ? { thread, created: false } : null;
      const [row] = await this.#database.rows(this.#sql.create, values);
      if (row === undefined) continue;
      const metaSeq = integer(row, 'metaSeq');
      return { thread: toThread(row, scope.tenantId), created: true, metaSeq };
    }
    throw new StoreError('unavailable', 'The thread is being created and removed all the time');
  }

  async get(scope: Scope, threadId: string): Promise<ThreadRecord | null> {
    const thread = await this.#lookUp(scope.tenantId, threadId);
    return thread !== null && isVisible(scope, thread) ? thread : null;
  }

  async isForeign(scope: Scope, threadId: string): Promise<boolean> {
    const thread = await this.#lookUp(scope.tenantId, threadId);
    return thread !== null && !isVisible(scope, thread);
  }

  async list(scope: Scope, query: ThreadRowQuery): Promise<readonly ThreadRecord[]> {
    const project = await this.#projects.find(scope.tenantId, scope.userId, query.agentId ?? null);
    return project === null ? [] : this.#list.page(project, scope, query);
  }

  async update(
    scope: Scope,
    threadId: string,
    { name, archived, metadata }: ThreadPatch,
  ): ReturnType<ThreadRows['update']> {
    const project = await this.#projects.find(scope.tenantId, scope.userId, threadId);
    if (project === null) return null;
    const [row] = await this.#database.rows(this.#sql.update, [
      project,
      toStoredId(threadId, 'thread'),
      userOf(scope),
      archived ?? null,
      name !== undefined,
      name === undefined || name === null ? null : toStored(name),
      // JSON escapes whatever PostgreSQL could not store.
      metadata === undefined ? null : JSON.stringify(metadata),
    ]);
    if (row === undefined) return null;
    const metaSeq = integerOrNull(row, 'metaSeq');
    return { thread: toThread(row, scope.tenantId), ...(metaSeq === null ? null : { metaSeq }) };
  }

  async remove(scope: Scope, threadId: string): Promise<RemovedThread | null> {
    const project = await this.#projects.find(scope.tenantId, scope.userId, threadId);
    if (project === null) return null;
    const values = [project, toStoredId(threadId, 'thread'), userOf(scope)];
    const [removed] = await this.#database.transaction(REMOVAL_MS, async (session) =>
      this.#remove(session, await session.rows(this.#sql.lockOne, values)),
    );
    return removed ?? null;
  }

  async removeSome(scope: Scope, limit: number): Promise<readonly RemovedThread[]> {
    const project = await this.#projects.find(scope.tenantId, scope.userId);
    if (project === null) return [];
    const values = [project, userOf(scope), limit];
    return this.#database.transaction(REMOVAL_MS, async (session) =>
      this.#remove(session, await session.rows(this.#sql.lockSome, values)),
    );
  }

  async forgetChanges(scope: Scope): Promise<void> {
    const project = await this.#projects.find(scope.tenantId, scope.userId);
    if (project === null) return;
    const user = userOf(scope);
    if (user === null) await this.#database.rows(this.#sql.forgetTenant, [project]);
    else await this.#database.rows(this.#sql.forget, [project, user]);
  }

  async changesSince(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): ReturnType<ThreadRows['changesSince']> {
    const project = await this.#projects.find(scope.tenantId, scope.userId);
    if (project === null) return { changes: [], head: 0, truncated: metaSeq > 0 };
    const values = [project, userOf(scope) ?? '', metaSeq, Math.max(1, limit)];
    const rows = await this.#database.rows(this.#sql.changesSince, values);
    const head = integer(rows[0] ?? {}, 'head');
    const oldest = integerOrNull(rows[0] ?? {}, 'oldest') ?? head + 1;
    const changes: ThreadChange[] = rows
      .filter((row) => integerOrNull(row, 'metaSeq') !== null)
      .map((row) => toChange(row, scope.tenantId));
    return { changes, head, truncated: metaSeq > head || metaSeq + 1 < oldest };
  }

  async changeHeads(scopes: readonly Scope[]): Promise<readonly number[]> {
    if (scopes.length === 0) return [];
    const rows = await this.#database.rows(this.#sql.changeHeads, [
      scopes.map(({ tenantId }) => toStored(tenantId)),
      scopes.map(({ userId }) => toStored(userId ?? '')),
    ]);
    return rows.map((row) => integer(row, 'head'));
  }

  async applyRetention(
    policy: RetentionPolicy,
    limit: number,
  ): ReturnType<NonNullable<ThreadRows['applyRetention']>> {
    return this.#database.transaction(REMOVAL_MS, async (session) => {
      const kept = policy.removeAfterDays;
      const days = lower(policy.removeArchivedAfterDays, kept);
      const idle = [...(await this.#retention.lockIdle(session, true, days, limit))];
      const left = limit - idle.length;
      idle.push(...(await this.#retention.lockIdle(session, false, kept, left)));
      const removed = await this.#remove(session, idle);
      const archived = await this.#retention.archive(session, policy, limit - idle.length);
      await this.#retention.dropChanges(session);
      const owners = archived.map((row) => ({
        owner: ownerOf(row),
        metaSeq: integer(row, 'metaSeq'),
      }));
      return { removed, archived: owners };
    });
  }

  /** Removes threads that the session has locked. */
  async #remove(session: Session, locked: readonly Row[]): Promise<RemovedThread[]> {
    if (locked.length === 0) return [];
    const nextSeqs = new Map(locked.map((row) => [integer(row, 'pk'), integer(row, 'nextSeq')]));
    const rows = await session.rows(this.#sql.remove, [[...nextSeqs.keys()]]);
    return rows.map((row) => {
      const threadPk = integer(row, 'pk');
      const nextSeq = nextSeqs.get(threadPk) ?? 1;
      return { threadPk, nextSeq, owner: ownerOf(row), metaSeq: integer(row, 'metaSeq') };
    });
  }

  async #lookUp(tenantId: string, threadId: string): Promise<ThreadRecord | null> {
    const project = await this.#projects.find(tenantId, threadId);
    return project === null ? null : this.#find(project, tenantId, threadId);
  }

  async #find(project: number, tenantId: string, threadId: string): Promise<ThreadRecord | null> {
    const values = [project, toStoredId(threadId, 'thread')];
    const [row] = await this.#database.rows(this.#sql.get, values);
    return row === undefined ? null : toThread(row, tenantId);
  }
}

function isVisible({ userId }: Scope, thread: ThreadRecord): boolean {
  return userId === null || userId === thread.userId;
}

function userOf({ userId }: Scope): string | null {
  return userId === null ? null : toStoredId(userId, 'user');
}

function ownerOf(row: Row): Scope {
  return { tenantId: text(row, 'tenantId'), userId: text(row, 'userId') };
}

/** The stricter of two limits, of which either may be missing. */
function lower(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}
