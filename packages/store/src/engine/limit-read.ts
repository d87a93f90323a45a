import type { LogRead, LogSegment } from '../event-log.js';

/** A read without the events of its first row that are not behind `after`. */
export function readBehind({ segments, upToDate }: LogRead, after: number): LogRead {
  const [first, ...others] = segments;
  if (first === undefined || first.firstSeq > after) return { segments, upToDate };
  const { lastSeq, events } = first;
  const rest = { ...first, firstSeq: after + 1, events: events.slice(after + 1 - first.firstSeq) };
  return { segments: lastSeq > after ? [rest, ...others] : others, upToDate };
}

/** A read cut down to `limit` UTF-16 units, but to one event at least: rows come as a whole. */
export function limitRead({ segments, upToDate }: LogRead, limit: number): LogRead {
  const kept: LogSegment[] = [];
  let left = limit;
  for (const segment of segments) {
    let count = 0;
    for (const { length } of segment.events) {
      if (length > left && kept.length + count > 0) break;
      left -= length;
      count += 1;
    }
    if (count > 0) kept.push(firstOf(segment, count));
    if (count < segment.events.length) return { segments: kept, upToDate: false };
  }
  return { segments: kept, upToDate };
}

function firstOf(segment: LogSegment, count: number): LogSegment {
  if (count === segment.events.length) return segment;
  const { firstSeq, events } = segment;
  return { ...segment, lastSeq: firstSeq + count - 1, events: events.slice(0, count) };
}
