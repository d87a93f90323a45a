import type { SqliteSession } from '../database/sqlite-session.js';
import { integer, text } from './columns.js';

// A tenant is a project of the one organization of this file; it comes into being with its first thread.

const FIND = 'select pk from projects where id = ?';
const TENANT = 'select id from projects where pk = ?';
const ADD_ORGANIZATION = `insert or ignore into organizations (id, name, created_at)
  values ('default', 'default', ?)`;
const ADD = `insert into projects (id, org_id, name, created_at) values (?, 'default', ?, ?)
  returning pk`;

export function findProject(session: SqliteSession, tenantId: string): number | null {
  const row = session.get(FIND, tenantId);
  return row === undefined ? null : integer(row, 'pk');
}

export function ensureProject(session: SqliteSession, tenantId: string, now: number): number {
  const known = findProject(session, tenantId);
  if (known !== null) return known;
  session.run(ADD_ORGANIZATION, now);
  const name = tenantId === '' ? 'default' : tenantId;
  return integer(session.get(ADD, tenantId, name, now) ?? {}, 'pk');
}

export function tenantOf(session: SqliteSession, projectPk: number): string {
  return text(session.get(TENANT, projectPk) ?? {}, 'id');
}
