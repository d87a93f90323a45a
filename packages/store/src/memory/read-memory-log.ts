import type { LogRead, LogSegment } from '../event-log.js';
import type { MemoryRun } from './memory-run.js';
import type { MemoryThread } from './memory-thread.js';
import type { RawEvents } from './raw-events.js';

/** Raw events behind `after`, one segment per run. Compacted runs have none and are passed over. */
export function readMemoryLog(thread: MemoryThread, after: number, limitBytes: number): LogRead {
  const segments: LogSegment[] = [];
  let left = limitBytes;
  for (let index = thread.firstRunAfter(after); index < thread.runs.length; index += 1) {
    const run = thread.runs[index];
    if (run === undefined || run.raw === null) continue;
    const start = Math.max(0, after + 1 - run.firstSeq);
    const { events, bytes } = fitting(run.raw, start, left, segments.length === 0);
    if (events.length > 0) segments.push(segmentOf(run, events, start));
    if (start + events.length < run.raw.length) return { segments, upToDate: false };
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

/** Events of at most `limit` characters; one event at least if it is the first of all. */
function fitting(
  raw: RawEvents,
  start: number,
  limit: number,
  first: boolean,
): { readonly events: readonly string[]; readonly bytes: number } {
  const events: string[] = [];
  let bytes = 0;
  for (const json of raw.from(start)) {
    if (bytes + json.length > limit && !(first && events.length === 0)) break;
    bytes += json.length;
    events.push(json);
  }
  return { events, bytes };
}
