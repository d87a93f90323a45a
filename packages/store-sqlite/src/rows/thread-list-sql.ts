import type { Scope, ThreadRecord } from '@flightdeck/store';
import type { ThreadRowQuery } from '@flightdeck/store/engine';

import type { SqliteSession } from '../database/sqlite-session.js';
import type { SqlValue } from '../driver/sqlite-driver.js';
import { findProject } from './project-sql.js';
import { THREAD_COLUMNS, toThread } from './thread-sql.js';

const ORDER = 'order by last_run_at desc, pk desc limit ?';

/** One page of a list: the rows come out of an index in their order, so a page costs no more than its length. */
export function listThreads(
  session: SqliteSession,
  scope: Scope,
  query: ThreadRowQuery,
): ThreadRecord[] {
  const projectPk = findProject(session, scope.tenantId);
  if (projectPk === null) return [];
  const { sql, parameters } = listStatement(projectPk, scope.userId, query);
  return session.all(sql, ...parameters).map((row) => toThread(row, scope.tenantId).record);
}

/** One of 24 statements. With archived threads it merges the two parts of the index. */
export function listStatement(
  projectPk: number,
  userId: string | null,
  { agentId, archived, limit, after }: ThreadRowQuery,
): { readonly sql: string; readonly parameters: readonly SqlValue[] } {
  const conditions = ['project_pk = ?'];
  const values: SqlValue[] = [projectPk];
  if (userId !== null) {
    conditions.push('user_id = ?');
    values.push(userId);
  }
  if (agentId !== undefined) {
    conditions.push('agent_id = ?');
    values.push(agentId);
  }
  if (after !== null) {
    conditions.push('(last_run_at, pk) < (?, ?)');
    values.push(after.activityAt, after.pk);
  }
  const index = `threads_${userId === null ? 'project' : 'user'}${agentId === undefined ? '' : '_agent'}`;
  const part = (flag: 0 | 1): string =>
    `select ${THREAD_COLUMNS} from threads indexed by ${index}
     where ${conditions.join(' and ')} and archived = ${flag} and last_run_at is not null`;
  if (archived !== 'all') {
    const sql = `${part(archived === 'only' ? 1 : 0)} ${ORDER}`;
    return { sql, parameters: [...values, limit] };
  }
  const sql = `${part(0)} union all ${part(1)} ${ORDER}`;
  return { sql, parameters: [...values, ...values, limit] };
}
