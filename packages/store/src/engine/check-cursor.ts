import type { CursorFacts, LogRows, RunArchive } from '../backend/log-rows.js';
import { parseCursor } from '../cursor.js';
import type { Cursor } from '../cursor.js';
import type { CursorVerdict } from '../event-log.js';
import { fenceAt, spans } from './run-histories.js';

/** Whether reading can go on behind a cursor without a gap or a repetition. durability.md 7.4. */
export async function checkCursor(
  log: LogRows,
  threadPk: number,
  text: string,
): Promise<CursorVerdict> {
  const cursor = parseCursor(text);
  if (cursor === null) return { ok: false, reason: 'malformed' };
  const facts = await log.cursorFacts(threadPk, cursor.seq);
  if (facts === null) return { ok: false, reason: 'ahead' };
  const { head } = facts;
  if (cursor.seq < head.nextSeq) return checkWritten(log, facts, cursor);
  // The owner of the active run may have shown events that are not written yet.
  const live = head.activeRunId !== null && cursor.fence === head.fence;
  return live ? accepted(cursor) : { ok: false, reason: 'ahead' };
}

async function checkWritten(
  log: LogRows,
  facts: CursorFacts,
  cursor: Cursor,
): Promise<CursorVerdict> {
  const { fence, seq } = cursor;
  if (seq === 0) return fence <= facts.head.fence ? accepted(cursor) : otherFence();
  const place = await placeOf(log, facts, seq);
  if (place.fence === null) return { ok: false, reason: 'compacted' };
  if (place.fence !== fence && (await fenceBehind(log, facts, seq)) !== fence) return otherFence();
  const split = place.archive?.events.some((event) => spans(event, seq)) ?? false;
  return split ? { ok: false, reason: 'compacted' } : accepted(cursor);
}

interface Place {
  /** The fence under which the event was written; `null` if nothing is left that could tell. */
  readonly fence: number | null;
  /** What the event is part of, if it is no longer there itself. */
  readonly archive: RunArchive | null;
}

async function placeOf(log: LogRows, facts: CursorFacts, seq: number): Promise<Place> {
  const { segmentFence, run } = facts;
  if (segmentFence !== null) return { fence: segmentFence, archive: null };
  const archive = run?.compacted === true ? await log.archive(run.runPk) : null;
  return { fence: archive === null ? null : fenceAt(archive.fences, seq), archive };
}

/** A position is also given under the fence that begins right behind it: before a run's first event. */
async function fenceBehind(
  log: LogRows,
  { head }: CursorFacts,
  seq: number,
): Promise<number | null> {
  if (seq + 1 >= head.nextSeq) return head.fence;
  const next = await log.cursorFacts(head.threadPk, seq + 1);
  return next === null ? null : (await placeOf(log, next, seq + 1)).fence;
}

function accepted({ seq }: Cursor): CursorVerdict {
  return { ok: true, after: seq };
}

function otherFence(): CursorVerdict {
  return { ok: false, reason: 'fence' };
}
