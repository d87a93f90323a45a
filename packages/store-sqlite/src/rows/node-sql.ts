import type { SqliteSession } from '../database/sqlite-session.js';
import { hostClock, isCertainlyDead, type HostProcess } from '../host/host-process.js';
import { integer, json, text } from './columns.js';

const REGISTER = `insert into nodes (node_id, boot_id, started_at, expires_at, info)
  values (?, ?, ?, ?, ?)
  on conflict do update set boot_id = excluded.boot_id, started_at = excluded.started_at,
    expires_at = excluded.expires_at, info = excluded.info`;
const RENEW = `update nodes set expires_at = ? where node_id = ? and boot_id = ?
  and expires_at > ?`;
const REMOVE = 'delete from nodes where node_id = ?';
const ALIVE = 'select expires_at from nodes where node_id = ? and boot_id = ? and expires_at > ?';
const OTHERS = `select node_id, info from nodes where node_id <> ? and boot_id = ?
  and expires_at > ?`;
const EXPIRE = 'update nodes set expires_at = 0 where node_id = ?';
const FORGET = 'delete from nodes where boot_id <> ? or expires_at < ?';
const ORPHANS = `select h.thread_pk from thread_heads h
    left join nodes n on n.node_id = h.owner_node and n.boot_id = ? and n.expires_at > ?
  where h.active_run_pk is not null and h.owner_node <> ? and n.node_id is null limit ?`;

/** How long a row of a node that is gone is kept: it is of no use any more. */
const FORGET_AFTER_MS = 3_600_000;

/** Leases count by the clock of this host and boot; a row of an earlier boot has expired. */
export function registerNode(
  session: SqliteSession,
  nodeId: string,
  ttlMs: number,
  self: HostProcess,
): void {
  const now = hostClock(self);
  session.run(FORGET, self.bootId, now - FORGET_AFTER_MS);
  const values = [nodeId, self.bootId, Date.now(), now + ttlMs, JSON.stringify(self)];
  session.run(REGISTER, ...values);
}

/** Whether the node still had a lease. */
export function renewNode(
  session: SqliteSession,
  nodeId: string,
  ttlMs: number,
  self: HostProcess,
): boolean {
  const now = hostClock(self);
  return session.run(RENEW, now + ttlMs, nodeId, self.bootId, now) === 1;
}

export function removeNode(session: SqliteSession, nodeId: string): void {
  session.run(REMOVE, nodeId);
}

export function isNodeGone(session: SqliteSession, nodeId: string, self: HostProcess): boolean {
  return session.get(ALIVE, nodeId, self.bootId, hostClock(self)) === undefined;
}

/** Ends the leases of nodes whose process has certainly ended, without waiting for their time. */
export function expireDeadNodes(session: SqliteSession, nodeId: string, self: HostProcess): void {
  for (const row of session.all(OTHERS, nodeId, self.bootId, hostClock(self))) {
    const other = json(row, 'info') as HostProcess; // written by registerNode
    if (isCertainlyDead(other, self)) session.run(EXPIRE, text(row, 'node_id'));
  }
}

/** Threads whose run belongs to a node that is gone. */
export function orphanedThreads(
  session: SqliteSession,
  nodeId: string,
  limit: number,
  self: HostProcess,
): number[] {
  const rows = session.all(ORPHANS, self.bootId, hostClock(self), nodeId, limit);
  return rows.map((row) => integer(row, 'thread_pk'));
}
