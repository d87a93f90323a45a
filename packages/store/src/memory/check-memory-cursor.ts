import { parseCursor, type Cursor } from '../cursor.js';
import type { CursorVerdict } from '../event-log.js';
import type { MemoryRun } from './memory-run.js';
import type { MemoryThread } from './memory-thread.js';

/** Whether the log goes on behind a cursor without a gap or a repetition. */
export function checkMemoryCursor(thread: MemoryThread | undefined, text: string): CursorVerdict {
  const cursor = parseCursor(text);
  if (cursor === null) return { ok: false, reason: 'malformed' };
  if (thread === undefined) return { ok: false, reason: 'ahead' };
  const { fence, seq } = cursor;
  if (seq < thread.nextSeq) return checkWritten(thread, cursor);
  // The owner of the active run may have shown events that are not written yet.
  const live = thread.lease !== null && fence === thread.fence;
  return live ? { ok: true, after: seq } : { ok: false, reason: 'ahead' };
}

function checkWritten(thread: MemoryThread, cursor: Cursor): CursorVerdict {
  const { seq } = cursor;
  const run = thread.runs[thread.firstRunAfter(seq - 1)];
  const firstKept = thread.runs[0]?.firstSeq ?? 1;
  if (seq < firstKept && firstKept > 1) return { ok: false, reason: 'compacted' };
  if (!fits(thread, cursor, run)) return { ok: false, reason: 'fence' };
  if (run?.isSplitBy(seq) === true) return { ok: false, reason: 'compacted' };
  return { ok: true, after: seq };
}

/** Whether the cursor was given under the fence that holds at its place, or that begins behind it. */
function fits(thread: MemoryThread, { fence, seq }: Cursor, run: MemoryRun | undefined): boolean {
  if (seq === 0) return fence <= thread.fence;
  if (run?.record.fence === fence) return true;
  const next = thread.runs[thread.firstRunAfter(seq)] ?? thread.lease?.run;
  return next?.firstSeq === seq + 1 && next.record.fence === fence;
}
