import type { AppendRow, AppendRowOutcome } from '@flightdeck/store/engine';

import type { SqliteSession } from './database/sqlite-session.js';
import { archivedFence } from './rows/archive-sql.js';
import { advanceHead, headOf, releaseHead, type HeadRow } from './rows/head-sql.js';
import { noteMessages } from './rows/message-sql.js';
import { closeRun, runAround, runByPk } from './rows/run-sql.js';
import { insertSegments, segmentAround, type SegmentPlace } from './rows/segment-sql.js';

/** Whether the first event of a run is among these. */
export function beginsRun(session: SqliteSession, row: AppendRow): boolean {
  return runByPk(session, row.runPk)?.firstSeq === row.firstSeq;
}

export function appendRow(session: SqliteSession, row: AppendRow): AppendRowOutcome {
  const { threadPk, runPk, close } = row;
  const head = headOf(session, threadPk);
  if (head === null) return { kind: 'fenced', currentFence: 0 };
  if (!mayAppend(head, row)) return repeated(session, head, row);
  insertSegments(session, row);
  noteMessages(session, threadPk, row.messageIds);
  advanceHead(session, threadPk, row.lastSeq + 1);
  if (close !== undefined) {
    closeRun(session, runPk, row.lastSeq, close);
    releaseHead(session, threadPk);
  }
  return { kind: 'ok', stop: head.stopReason };
}

function mayAppend(head: HeadRow, { fence, runPk, firstSeq }: AppendRow): boolean {
  return head.fence === fence && head.activeRunPk === runPk && head.nextSeq === firstSeq;
}

/** The answer to what is in the log already, or will never get there. */
function repeated(session: SqliteSession, head: HeadRow, row: AppendRow): AppendRowOutcome {
  const stored =
    row.lastSeq < head.nextSeq &&
    isWrittenBy(session, row, row.firstSeq) &&
    isWrittenBy(session, row, row.lastSeq);
  if (!stored) return { kind: 'fenced', currentFence: head.fence };
  return { kind: 'ok', stop: head.activeRunPk === row.runPk ? head.stopReason : null };
}

function isWrittenBy(session: SqliteSession, row: AppendRow, seq: number): boolean {
  const place = segmentAround(session, row.threadPk, seq) ?? archivedPlace(session, row, seq);
  return place?.runPk === row.runPk && place.fence === row.fence;
}

/** Where a number stood whose raw events are gone. */
function archivedPlace(session: SqliteSession, row: AppendRow, seq: number): SegmentPlace | null {
  const run = runAround(session, row.threadPk, seq);
  const fence = run === null ? null : archivedFence(session, run.runPk, seq);
  return run === null || fence === null ? null : { fence, runPk: run.runPk };
}
