import type { AcquireRequest, RunClose, RunStatus } from '@flightdeck/store';
import type { RunRow } from '@flightdeck/store/engine';

import type { SqliteSession } from '../database/sqlite-session.js';
import type { SqlRow } from '../driver/sqlite-driver.js';
import { integer, integerOrNull, oneOf, text, textOrNull } from './columns.js';
import type { HeadRow } from './head-sql.js';

const COLUMNS = `pk, thread_pk, run_id, parent_run_id, agent_id, status, fence, attempt, first_seq,
  last_seq, error_code, error_message, started_at, ended_at, compacted_at`;

const BY_PK = `select ${COLUMNS} from runs where pk = ?`;
const BY_ID = `select ${COLUMNS} from runs where thread_pk = ? and run_id = ?`;
// Runs of a thread follow each other in its log, so both orders are the same.
const BEHIND = `select ${COLUMNS} from runs where thread_pk = ?
  and first_seq > coalesce((select first_seq from runs where pk = ?), 0)
  order by first_seq limit ?`;
const AROUND = `select ${COLUMNS} from runs where thread_pk = ? and first_seq <= ?
  order by first_seq desc limit 1`;
const INSERT = `insert into runs (thread_pk, project_pk, run_id, parent_run_id, agent_id, status,
    fence, owner_node, first_seq, started_at)
  values (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?) returning pk`;
const CLOSE = `update runs set status = ?, last_seq = ?, error_code = ?, error_message = ?,
  ended_at = ? where pk = ?`;
const TAKE_OVER = `update runs set attempt = attempt + 1, owner_node = ? where pk = ?
  returning ${COLUMNS}`;
const TO_COMPACT = `select ${COLUMNS} from runs
  where ended_at is not null and compacted_at is null and ended_at < ? order by ended_at limit ?`;
const COMPACTED = 'update runs set compacted_at = ? where pk = ?';

const STATUSES: readonly RunStatus[] = ['running', 'succeeded', 'failed', 'stopped'];

export function runByPk(session: SqliteSession, runPk: number): RunRow | null {
  return toRun(session.get(BY_PK, runPk));
}

export function runById(session: SqliteSession, threadPk: number, runId: string): RunRow | null {
  return toRun(session.get(BY_ID, threadPk, runId));
}

export function runsBehind(
  session: SqliteSession,
  threadPk: number,
  afterRunPk: number,
  limit: number,
): RunRow[] {
  return toRuns(session.all(BEHIND, threadPk, afterRunPk, limit));
}

/** The run that a number of the thread belongs to. */
export function runAround(session: SqliteSession, threadPk: number, seq: number): RunRow | null {
  const run = toRun(session.get(AROUND, threadPk, seq));
  return run !== null && (run.lastSeq === null || seq <= run.lastSeq) ? run : null;
}

/** @returns the key of the new run */
export function insertRun(
  session: SqliteSession,
  projectPk: number,
  { runId, parentRunId, agentId }: AcquireRequest,
  { threadPk, fence, nextSeq, ownerNode }: HeadRow,
): number {
  const ids = [threadPk, projectPk, runId, parentRunId ?? null, agentId];
  return integer(session.get(INSERT, ...ids, fence, ownerNode, nextSeq, Date.now()) ?? {}, 'pk');
}

export function closeRun(
  session: SqliteSession,
  runPk: number,
  lastSeq: number,
  { status, errorCode, errorMessage }: RunClose,
): void {
  const error = [errorCode ?? null, errorMessage ?? null];
  session.run(CLOSE, status, lastSeq, ...error, Date.now(), runPk);
}

/** Notes the next attempt at a run, by another node. */
export function takeRun(session: SqliteSession, runPk: number, nodeId: string): RunRow | null {
  return toRun(session.get(TAKE_OVER, nodeId, runPk));
}

export function runsToCompact(session: SqliteSession, before: number, limit: number): RunRow[] {
  return toRuns(session.all(TO_COMPACT, before, limit));
}

export function noteCompacted(session: SqliteSession, runPk: number): void {
  session.run(COMPACTED, Date.now(), runPk);
}

function toRuns(rows: readonly SqlRow[]): RunRow[] {
  return rows.flatMap((row) => toRun(row) ?? []);
}

function toRun(row: SqlRow | undefined): RunRow | null {
  if (row === undefined) return null;
  return {
    runPk: integer(row, 'pk'),
    threadPk: integer(row, 'thread_pk'),
    runId: text(row, 'run_id'),
    parentRunId: textOrNull(row, 'parent_run_id'),
    agentId: text(row, 'agent_id'),
    status: oneOf(row, 'status', STATUSES),
    fence: integer(row, 'fence'),
    attempt: integer(row, 'attempt'),
    firstSeq: integer(row, 'first_seq'),
    lastSeq: integerOrNull(row, 'last_seq'),
    errorCode: textOrNull(row, 'error_code'),
    errorMessage: textOrNull(row, 'error_message'),
    startedAt: integer(row, 'started_at'),
    endedAt: integerOrNull(row, 'ended_at'),
    compacted: row['compacted_at'] !== null,
  };
}
