import { decodeFenceSpans, type FenceSpans, type RunRow } from '@flightdeck/store/engine';

import type { SqliteSession } from '../database/sqlite-session.js';
import type { ArchiveBody } from './archive-body.js';
import { bytes, integer, text } from './columns.js';

const INSERT = `insert into run_archives
    (run_pk, thread_pk, first_seq, last_seq, fences, codec, raw_bytes, body, created_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`;
const BODY = 'select codec, body, fences from run_archives where run_pk = ?';
const FENCES = 'select fences from run_archives where run_pk = ?';
const RAW = `select pk, thread_pk, first_seq, last_seq from runs
  where compacted_at is not null and raw_dropped_at is null and compacted_at < ?
  order by compacted_at limit ?`;
const DROP_RAW = 'delete from event_segments where thread_pk = ? and first_seq between ? and ?';
const NOTE_DROPPED = 'update runs set raw_dropped_at = ? where pk = ?';

export interface StoredArchive {
  readonly codec: number;
  readonly body: Uint8Array;
  readonly fences: FenceSpans;
}

/** Whether there was none before. */
export function insertArchive(
  session: SqliteSession,
  { runPk, threadPk, firstSeq, lastSeq }: RunRow,
  { codec, rawBytes, body }: ArchiveBody,
  fences: FenceSpans,
): boolean {
  const place = [runPk, threadPk, firstSeq, lastSeq ?? firstSeq, JSON.stringify(fences)];
  return session.run(INSERT, ...place, codec, rawBytes, body, Date.now()) === 1;
}

export function archiveOf(session: SqliteSession, runPk: number): StoredArchive | null {
  const row = session.get(BODY, runPk);
  if (row === undefined) return null;
  const fences = decodeFenceSpans(text(row, 'fences'));
  return { codec: integer(row, 'codec'), body: bytes(row, 'body'), fences };
}

/** The fence under which an archived run wrote a number. */
export function archivedFence(session: SqliteSession, runPk: number, seq: number): number | null {
  const row = session.get(FENCES, runPk);
  if (row === undefined) return null;
  const fences = decodeFenceSpans(text(row, 'fences'));
  return fences.findLast(([firstSeq]) => firstSeq <= seq)?.[1] ?? null;
}

/** Drops the raw events of runs that were archived before a moment; answers whose. */
export function dropRawSegments(session: SqliteSession, before: number, limit: number): number[] {
  return session.all(RAW, before, limit).map((row) => {
    const runPk = integer(row, 'pk');
    const place = [integer(row, 'first_seq'), integer(row, 'last_seq')];
    session.run(DROP_RAW, integer(row, 'thread_pk'), ...place);
    session.run(NOTE_DROPPED, Date.now(), runPk);
    return runPk;
  });
}
