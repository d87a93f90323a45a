import type { SegmentRow } from './store-backend.js';

/** A cursor finds its segment by looking this far back. */
export const MAX_SEGMENT_EVENTS = 1_024;
/** In UTF-16 units; a single longer event has a segment of its own. */
const MAX_SEGMENT_UNITS = 256 * 1_024;

/** Events as the text of one row: serialised JSON has no line breaks of its own. */
export function encodeSegment(events: readonly string[]): string {
  return events.map(withoutLineBreaks).join('\n');
}

export function decodeSegment(body: string): string[] {
  return body.split('\n');
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

/** Between the tokens of foreign JSON there may be some; inside of strings JSON forbids them. */
function withoutLineBreaks(json: string): string {
  return json.includes('\n') ? json.replaceAll('\n', ' ') : json;
}
