import type { Scope, ThreadPatch, ThreadRecord } from '@flightdeck/store';

import type { SqliteSession } from '../database/sqlite-session.js';
import type { SqlRow } from '../driver/sqlite-driver.js';
import { integer, integerOrNull, json, text, textOrNull } from './columns.js';
import { ensureProject, findProject, tenantOf } from './project-sql.js';

export const THREAD_COLUMNS = `pk, project_pk, thread_id, user_id, agent_id, name, archived,
  created_at, updated_at, last_run_at, metadata`;

const FIND = `select ${THREAD_COLUMNS} from threads where project_pk = ? and thread_id = ?`;
const BY_PK = `select ${THREAD_COLUMNS} from threads where pk = ?`;
const INSERT = `insert into threads (project_pk, thread_id, user_id, agent_id, name, created_at,
    updated_at, activity_at)
  values (?, ?, ?, ?, ?, ?, ?, ?) returning ${THREAD_COLUMNS}`;
const INSERT_HEAD = 'insert into thread_heads (thread_pk, fence) values (?, ?)';
const UPDATE = `update threads set name = ?, archived = ?, metadata = ?, updated_at = ?
  where pk = ? returning ${THREAD_COLUMNS}`;
const BEGIN_RUN = `update threads set agent_id = ?, updated_at = ?, last_run_at = ?, activity_at = ?
  where pk = ? returning ${THREAD_COLUMNS}`;
const OF_USER = `select pk from threads where project_pk = ? and user_id = ? limit ?`;
const OF_TENANT = 'select pk from threads where project_pk = ? limit ?';

/** Room for the fences of one thread: those of no two threads are ever the same. */
const FENCES_PER_THREAD = 2 ** 20;

export interface StoredThread {
  readonly projectPk: number;
  readonly record: ThreadRecord;
}

export interface NewThread {
  readonly threadId: string;
  readonly agentId: string;
  readonly name?: string;
}

/** The thread with this id, whoever it belongs to; {@link isVisible} tells whether the scope may see it. */
export function findThread(
  session: SqliteSession,
  scope: Scope,
  threadId: string,
): StoredThread | null {
  const projectPk = findProject(session, scope.tenantId);
  if (projectPk === null) return null;
  const row = session.get(FIND, projectPk, threadId);
  return row === undefined ? null : toThread(row, scope.tenantId);
}

export function findVisible(
  session: SqliteSession,
  scope: Scope,
  threadId: string,
): StoredThread | null {
  const thread = findThread(session, scope, threadId);
  return thread !== null && isVisible(thread, scope) ? thread : null;
}

export function isVisible({ record }: StoredThread, { userId }: Scope): boolean {
  return userId === null || record.userId === userId;
}

export function ownerOf({ record }: StoredThread): Scope {
  return { tenantId: record.tenantId, userId: record.userId };
}

export function threadByPk(session: SqliteSession, threadPk: number): StoredThread | null {
  const row = session.get(BY_PK, threadPk);
  return row === undefined ? null : toThread(row, tenantOf(session, integer(row, 'project_pk')));
}

export function insertThread(
  session: SqliteSession,
  scope: Scope,
  { threadId, agentId, name }: NewThread,
): StoredThread {
  const now = Date.now();
  const projectPk = ensureProject(session, scope.tenantId, now);
  const owner = scope.userId ?? '';
  const values = [projectPk, threadId, owner, agentId, name ?? null, now, now, now];
  const thread = toThread(session.get(INSERT, ...values) ?? {}, scope.tenantId);
  const { threadPk } = thread.record;
  session.run(INSERT_HEAD, threadPk, threadPk * FENCES_PER_THREAD);
  return thread;
}

export function patchThread(
  session: SqliteSession,
  { record }: StoredThread,
  patch: ThreadPatch,
): StoredThread {
  const { name = record.name, archived = record.archived, metadata = record.metadata } = patch;
  const values = [name, archived ? 1 : 0, toJson(metadata), Date.now(), record.threadPk];
  return toThread(session.get(UPDATE, ...values) ?? {}, record.tenantId);
}

/** Notes that a run of the agent has begun. */
export function touchThread(
  session: SqliteSession,
  { record }: StoredThread,
  agentId: string,
): StoredThread {
  const now = Date.now();
  const row = session.get(BEGIN_RUN, agentId, now, now, now, record.threadPk);
  return toThread(row ?? {}, record.tenantId);
}

/** Keys of up to `limit` threads that the scope may see, those that never ran included. */
export function threadPksOf(session: SqliteSession, scope: Scope, limit: number): number[] {
  const projectPk = findProject(session, scope.tenantId);
  if (projectPk === null) return [];
  const { userId } = scope;
  const rows =
    userId === null
      ? session.all(OF_TENANT, projectPk, limit)
      : session.all(OF_USER, projectPk, userId, limit);
  return rows.map((row) => integer(row, 'pk'));
}

export function toThread(row: SqlRow, tenantId: string): StoredThread {
  const metadata = row['metadata'] === null ? null : { metadata: json(row, 'metadata') };
  const record: ThreadRecord = {
    threadPk: integer(row, 'pk'),
    threadId: text(row, 'thread_id'),
    tenantId,
    userId: text(row, 'user_id'),
    agentId: text(row, 'agent_id'),
    name: textOrNull(row, 'name'),
    archived: integer(row, 'archived') === 1,
    createdAt: integer(row, 'created_at'),
    updatedAt: integer(row, 'updated_at'),
    lastRunAt: integerOrNull(row, 'last_run_at'),
    ...metadata,
  };
  return { projectPk: integer(row, 'project_pk'), record };
}

/** `null` where there is no metadata at all, which `null` as metadata is not. */
function toJson(metadata: unknown): string | null {
  return metadata === undefined ? null : JSON.stringify(metadata);
}
