import type { LogRead, LogSegment } from '../event-log.js';
import type { MemoryRun } from './memory-run.js';
import type { MemoryThread } from './memory-thread.js';

/** Raw events behind `after`, one segment per run. Compacted runs have none and are passed over. */
export function readMemoryLog(thread: MemoryThread, after: number, limitBytes: number): LogRead {
  const segments: LogSegment[] = [];
  let left = limitBytes;
  for (let index = thread.firstRunAfter(after); index < thread.runs.length; index += 1) {
    const run = thread.runs[index];
    if (run === undefined || run.raw === null) continue;
    const start = Math.max(0, after + 1 - run.firstSeq);
    const { end, bytes } = fitting(run.raw, start, left, segments.length === 0);
    if (end > start) segments.push(segmentOf(run, run.raw.slice(start, end), start));
    if (end < run.raw.length) return { segments, upToDate: false };
    left -= bytes;
  }
  return { segments, upToDate: true };
}

function segmentOf(run: MemoryRun, events: readonly string[], start: number): LogSegment {
  const firstSeq = run.firstSeq + start;
  return {
    firstSeq,
    lastSeq: firstSeq + events.length - 1,
    fence: run.record.fence,
    runPk: run.runPk,
    events,
  };
}

/** Where a slice of at most `limit` characters ends; it holds one event at least if it is the first. */
function fitting(
  raw: readonly string[],
  start: number,
  limit: number,
  first: boolean,
): { readonly end: number; readonly bytes: number } {
  let end = start;
  let bytes = 0;
  for (; end < raw.length; end += 1) {
    const length = raw[end]?.length ?? 0;
    if (bytes + length > limit && !(first && end === start)) break;
    bytes += length;
  }
  return { end, bytes };
}
