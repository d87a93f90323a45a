import type {
  BegunRun,
  Scope,
  ThreadChange,
  ThreadChangeKind,
  ThreadRecord,
} from '@flightdeck/store';

import type { SqliteSession } from '../database/sqlite-session.js';
import type { SqlRow } from '../driver/sqlite-driver.js';
import { integer, json, oneOf, text } from './columns.js';
import { findProject } from './project-sql.js';
import type { StoredThread } from './thread-sql.js';

const NEXT = `insert into user_heads (project_pk, user_id, meta_seq) values (?, ?, 1)
  on conflict do update set meta_seq = meta_seq + 1 returning meta_seq`;
const INSERT = `insert into thread_changes
    (project_pk, user_id, meta_seq, op, thread_pk, thread_id, payload, at)
  values (?, ?, ?, ?, ?, ?, ?, ?)`;
const HEAD = 'select meta_seq from user_heads where project_pk = ? and user_id = ?';
const OLDEST = `select min(meta_seq) as oldest from thread_changes
  where project_pk = ? and user_id = ?`;
const SINCE = `select meta_seq, op, thread_id, payload, at from thread_changes
  where project_pk = ? and user_id = ? and meta_seq > ? order by meta_seq limit ?`;
const FORGET_USER = 'delete from thread_changes where project_pk = ? and user_id = ?';
const FORGET_TENANT = 'delete from thread_changes where project_pk = ?';
const FORGET_OLD = `delete from thread_changes where (project_pk, user_id, meta_seq) in
  (select project_pk, user_id, meta_seq from thread_changes where at < ? order by at limit ?)`;

const KINDS: readonly ThreadChangeKind[] = [
  'created',
  'renamed',
  'archived',
  'unarchived',
  'updated',
  'deleted',
];

/** The next number of the thread's owner, with what there is to tell under it. */
export function recordChange(
  session: SqliteSession,
  kind: ThreadChangeKind,
  { projectPk, record }: StoredThread,
  run?: BegunRun,
): number {
  const { userId, threadPk, threadId } = record;
  const metaSeq = integer(session.get(NEXT, projectPk, userId) ?? {}, 'meta_seq');
  const payload = JSON.stringify({ thread: kind === 'deleted' ? null : record, run });
  const key = [projectPk, userId, metaSeq] as const;
  session.run(INSERT, ...key, kind, threadPk, threadId, payload, Date.now());
  return metaSeq;
}

export function changeHead(session: SqliteSession, { tenantId, userId }: Scope): number {
  const projectPk = findProject(session, tenantId);
  const row = projectPk === null ? undefined : session.get(HEAD, projectPk, userId ?? '');
  return row === undefined ? 0 : integer(row, 'meta_seq');
}

export function changesSince(
  session: SqliteSession,
  scope: Scope,
  metaSeq: number,
  limit: number,
): { changes: readonly ThreadChange[]; head: number; truncated: boolean } {
  const head = changeHead(session, scope);
  const projectPk = findProject(session, scope.tenantId);
  if (projectPk === null) return { changes: [], head, truncated: metaSeq > head };
  const userId = scope.userId ?? '';
  const found = session.get(OLDEST, projectPk, userId)?.['oldest'];
  const oldest = typeof found === 'number' ? found : head + 1;
  const rows = session.all(SINCE, projectPk, userId, metaSeq, Math.max(1, limit));
  const truncated = metaSeq + 1 < oldest || metaSeq > head;
  return { changes: rows.map(toChange), head, truncated };
}

export function forgetChanges(session: SqliteSession, { tenantId, userId }: Scope): void {
  const projectPk = findProject(session, tenantId);
  if (projectPk === null) return;
  if (userId === null) session.run(FORGET_TENANT, projectPk);
  else session.run(FORGET_USER, projectPk, userId);
}

/** Forgets up to `limit` changes from before a moment. */
export function forgetOldChanges(session: SqliteSession, before: number, limit: number): void {
  session.run(FORGET_OLD, before, limit);
}

function toChange(row: SqlRow): ThreadChange {
  // The payload was written by recordChange, and nobody else writes into this table.
  const { thread, run } = json(row, 'payload') as { thread: ThreadRecord | null; run?: BegunRun };
  return {
    metaSeq: integer(row, 'meta_seq'),
    kind: oneOf(row, 'op', KINDS),
    threadId: text(row, 'thread_id'),
    thread,
    ...(run === undefined ? null : { run }),
    at: integer(row, 'at'),
  };
}
