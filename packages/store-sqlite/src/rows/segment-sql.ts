import type { LogRead, LogSegment } from '@flightdeck/store';
import { decodeSegment, MAX_SEGMENT_EVENTS } from '@flightdeck/store/engine';
import type { AppendRow } from '@flightdeck/store/engine';

import type { SqliteSession } from '../database/sqlite-session.js';
import type { SqlRow } from '../driver/sqlite-driver.js';
import { integer, text } from './columns.js';

/** Where a number of the log stands. */
export interface SegmentPlace {
  readonly fence: number;
  readonly runPk: number;
}

const INSERT = `insert into event_segments
    (thread_pk, first_seq, last_seq, run_pk, fence, body, created_at) values (?, ?, ?, ?, ?, ?, ?)`;
const AROUND = `select fence, run_pk from event_segments
  where thread_pk = ? and first_seq <= ? and last_seq >= ? order by first_seq desc limit 1`;
// A segment is never longer than its limit: no search from the beginning of the thread. The size of
// a text stands before it, so nothing of it is read here.
const SIZES = `select first_seq, last_seq, octet_length(body) as bytes from event_segments
  where thread_pk = ? and first_seq > ? and last_seq > ? order by first_seq limit ?`;
const BETWEEN = `select first_seq, last_seq, run_pk, fence, body from event_segments
  where thread_pk = ? and first_seq between ? and ? order by first_seq`;

const ROWS_AT_ONCE = 256;

export function insertSegments(session: SqliteSession, row: AppendRow): void {
  const now = Date.now();
  const { threadPk, runPk, fence } = row;
  for (const { firstSeq, lastSeq, body } of row.segments) {
    session.run(INSERT, threadPk, firstSeq, lastSeq, runPk, fence, body, now);
  }
}

export function segmentAround(
  session: SqliteSession,
  threadPk: number,
  seq: number,
): SegmentPlace | null {
  const row = session.get(AROUND, threadPk, seq, seq);
  if (row === undefined) return null;
  return { fence: integer(row, 'fence'), runPk: integer(row, 'run_pk') };
}

/** Whole segments behind a number, see `LogRows.read`; only those that are given are fetched. */
export function readSegments(
  session: SqliteSession,
  threadPk: number,
  after: number,
  limitBytes: number,
): LogRead {
  const segments: LogSegment[] = [];
  let taken = 0;
  let position = after;
  for (;;) {
    const from = position - MAX_SEGMENT_EVENTS;
    const sizes = session.all(SIZES, threadPk, from, position, ROWS_AT_ONCE);
    let count = 0;
    while (count < sizes.length && (taken < limitBytes || segments.length + count === 0)) {
      taken += integer(sizes[count] ?? {}, 'bytes');
      count += 1;
    }
    const [first, last] = [sizes[0], sizes[count - 1]];
    if (first !== undefined && last !== undefined) {
      const place = [integer(first, 'first_seq'), integer(last, 'first_seq')];
      for (const row of session.all(BETWEEN, threadPk, ...place)) segments.push(toSegment(row));
      position = integer(last, 'last_seq');
    }
    if (count < sizes.length) return { segments, upToDate: false };
    if (count < ROWS_AT_ONCE) return { segments, upToDate: true };
  }
}

function toSegment(row: SqlRow): LogSegment {
  return {
    firstSeq: integer(row, 'first_seq'),
    lastSeq: integer(row, 'last_seq'),
    fence: integer(row, 'fence'),
    runPk: integer(row, 'run_pk'),
    events: decodeSegment(text(row, 'body')),
  };
}
