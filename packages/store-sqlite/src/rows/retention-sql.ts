import type { SqliteSession } from '../database/sqlite-session.js';
import { integer } from './columns.js';
import { threadByPk, type StoredThread } from './thread-sql.js';

const IDLE = `select t.pk from threads t indexed by threads_activity
    join thread_heads h on h.thread_pk = t.pk
  where t.archived = ? and t.activity_at < ? and h.active_run_pk is null
  order by t.activity_at limit ?`;

/** Threads without an active run that were last active before a moment, longest ago first. */
export function idleThreads(
  session: SqliteSession,
  archived: boolean,
  before: number,
  limit: number,
): StoredThread[] {
  return session
    .all(IDLE, archived ? 1 : 0, before, limit)
    .flatMap((row) => threadByPk(session, integer(row, 'pk')) ?? []);
}
