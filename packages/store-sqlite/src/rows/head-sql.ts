import type { ThreadHead } from '@flightdeck/store';

import type { SqliteSession } from '../database/sqlite-session.js';
import type { SqlRow } from '../driver/sqlite-driver.js';
import { integer, integerOrNull, text, textOrNull } from './columns.js';

export type StopReason = 'stop' | 'superseded';

/** A thread's place to append to, and who may. */
export interface HeadRow {
  readonly threadPk: number;
  readonly nextSeq: number;
  readonly fence: number;
  readonly activeRunPk: number | null;
  readonly ownerNode: string | null;
  readonly stopReason: StopReason | null;
}

const COLUMNS = 'thread_pk, next_seq, fence, active_run_pk, owner_node, stop_reason';
const BY_PK = `select ${COLUMNS} from thread_heads where thread_pk = ?`;
const HEADS = `select h.thread_pk, h.next_seq, h.fence, h.owner_node, r.run_id
  from thread_heads h left join runs r on r.pk = h.active_run_pk
  where h.thread_pk in (select value from json_each(?))`;
// A stop request outlives its owner: whoever takes the run over has to know of it.
const TAKE = `update thread_heads set fence = fence + 1, active_run_pk = ?, owner_node = ?
  where thread_pk = ?`;
const ADVANCE = 'update thread_heads set next_seq = ? where thread_pk = ?';
const RELEASE = `update thread_heads set active_run_pk = null, owner_node = null, stop_reason = null
  where thread_pk = ?`;
const REQUEST_STOP = 'update thread_heads set stop_reason = ? where thread_pk = ?';
const OWNED = `select t.pk, t.thread_id from thread_heads h join threads t on t.pk = h.thread_pk
  where h.owner_node = ? and h.active_run_pk is not null`;
const STOPS = `select thread_pk, active_run_pk, stop_reason from thread_heads
  where owner_node = ? and active_run_pk is not null and stop_reason is not null`;

/** The threads whose active run a node owns. */
export function threadsOwnedBy(
  session: SqliteSession,
  nodeId: string,
): { readonly threadPk: number; readonly threadId: string }[] {
  return session.all(OWNED, nodeId).map((row) => ({
    threadPk: integer(row, 'pk'),
    threadId: text(row, 'thread_id'),
  }));
}

export function headOf(session: SqliteSession, threadPk: number): HeadRow | null {
  const row = session.get(BY_PK, threadPk);
  if (row === undefined) return null;
  return {
    threadPk,
    nextSeq: integer(row, 'next_seq'),
    fence: integer(row, 'fence'),
    activeRunPk: integerOrNull(row, 'active_run_pk'),
    ownerNode: textOrNull(row, 'owner_node'),
    stopReason: toStopReason(row),
  };
}

/** The heads of the given threads, as the ports tell them. */
export function headsOf(session: SqliteSession, threadPks: readonly number[]): ThreadHead[] {
  return session.all(HEADS, JSON.stringify(threadPks)).map((row) => ({
    threadPk: integer(row, 'thread_pk'),
    nextSeq: integer(row, 'next_seq'),
    fence: integer(row, 'fence'),
    activeRunId: textOrNull(row, 'run_id'),
    ownerNode: textOrNull(row, 'owner_node'),
  }));
}

/** Gives the thread to a run of a node, under the next fence. */
export function takeHead(
  session: SqliteSession,
  threadPk: number,
  runPk: number,
  nodeId: string,
): void {
  session.run(TAKE, runPk, nodeId, threadPk);
}

export function advanceHead(session: SqliteSession, threadPk: number, nextSeq: number): void {
  session.run(ADVANCE, nextSeq, threadPk);
}

export function releaseHead(session: SqliteSession, threadPk: number): void {
  session.run(RELEASE, threadPk);
}

export function noteStop(session: SqliteSession, threadPk: number, reason: StopReason): void {
  session.run(REQUEST_STOP, reason, threadPk);
}

/** The stop requests for the runs of a node. */
export function stopsFor(
  session: SqliteSession,
  nodeId: string,
): { readonly threadPk: number; readonly runPk: number; readonly reason: StopReason }[] {
  return session.all(STOPS, nodeId).map((row) => ({
    threadPk: integer(row, 'thread_pk'),
    runPk: integer(row, 'active_run_pk'),
    reason: toStopReason(row) ?? 'stop',
  }));
}

function toStopReason(row: SqlRow): StopReason | null {
  if (row['stop_reason'] === null) return null;
  return text(row, 'stop_reason') === 'superseded' ? 'superseded' : 'stop';
}
