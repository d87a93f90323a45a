import type { SegmentRow } from './log-rows.js';

/** A cursor finds its segment by looking this far back. */
export const MAX_SEGMENT_EVENTS = 1_024;
/** In UTF-16 units; a single longer event has a segment of its own. */
const MAX_SEGMENT_UNITS = 256 * 1_024;

/** JSON has no such character: raw control characters are forbidden in strings and are no white space. */
const SEPARATOR = '\u001e';

/** Events as the text of one row. */
export function encodeSegment(events: readonly string[]): string {
  return events.map(withoutSeparator).join(SEPARATOR);
}

/** The events of a row, exactly as they were. */
export function decodeSegment(body: string): string[] {
  return body.split(SEPARATOR);
}

/** Cuts consecutive events into rows of bounded size. */
export function toSegments(firstSeq: number, events: readonly string[]): SegmentRow[] {
  const rows: SegmentRow[] = [];
  let start = 0;
  while (start < events.length) {
    const end = endOfSegment(events, start);
    rows.push({
      firstSeq: firstSeq + start,
      lastSeq: firstSeq + end - 1,
      body: encodeSegment(events.slice(start, end)),
    });
    start = end;
  }
  return rows;
}

function endOfSegment(events: readonly string[], start: number): number {
  let units = 0;
  let end = start;
  while (end < events.length && end - start < MAX_SEGMENT_EVENTS) {
    units += events[end]?.length ?? 0;
    if (units > MAX_SEGMENT_UNITS && end > start) break;
    end += 1;
  }
  return end;
}

/** What is not JSON must not shift the numbers of the events behind it. */
function withoutSeparator(json: string): string {
  return json.includes(SEPARATOR) ? json.replaceAll(SEPARATOR, ' ') : json;
}
