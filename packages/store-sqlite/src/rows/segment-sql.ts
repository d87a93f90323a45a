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
// A segment is never longer than its limit: no search from the beginning of the thread.
const BEHIND = `select first_seq, last_seq, run_pk, fence, body from event_segments
  where thread_pk = ? and first_seq > ? and last_seq > ? order by first_seq limit ?`;

const FIRST_ROWS = 8;
const MOST_ROWS = 256;

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

/** Whole segments behind a number, see `LogRows.read`; fetched in portions that fit what is left. */
export function readSegments(
  session: SqliteSession,
  threadPk: number,
  after: number,
  limitBytes: number,
): LogRead {
  const segments: LogSegment[] = [];
  let taken = 0;
  let position = after;
  for (let count = FIRST_ROWS; ;) {
    const from = position - MAX_SEGMENT_EVENTS;
    const rows = session.all(BEHIND, threadPk, from, position, count);
    for (const row of rows) {
      // Only now is it known that something follows what fills the limit.
      if (taken >= limitBytes && segments.length > 0) return { segments, upToDate: false };
      const segment = toSegment(row);
      segments.push(segment);
      taken += text(row, 'body').length;
      position = segment.lastSeq;
    }
    if (rows.length < count) return { segments, upToDate: true };
    count = portion(taken, limitBytes - taken, segments.length);
  }
}

/** How many segments of the average size so far fit into the rest, and one more. */
function portion(taken: number, left: number, count: number): number {
  const average = Math.max(1, taken / Math.max(1, count));
  return Math.min(MOST_ROWS, Math.max(0, Math.floor(left / average)) + 1);
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
