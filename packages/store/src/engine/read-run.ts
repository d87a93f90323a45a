import type { LogRows, RunRow } from '../backend/log-rows.js';
import type { HistoryEvent } from '../event-log.js';
import { readBehind } from './limit-read.js';

export interface RunStretch {
  /** Events behind this number. */
  readonly after: number;
  /** Up to and including this one. */
  readonly upTo: number;
}

/** What is taken in one go holds up the process, and whatever follows the run is read in vain. */
const MOST_UNITS = 256 * 1_024;
const LEAST_UNITS = 4 * 1_024;
/** A generous guess. */
const UNITS_PER_EVENT = 256;

/**
 * Hands over the raw events of a run one by one, with the fence of each, and answers the number of
 * the last one. It is smaller than asked for where the run has not come that far, or where its raw
 * events are gone.
 */
export async function readRun(
  log: Pick<LogRows, 'read'>,
  run: RunRow,
  { after, upTo }: RunStretch,
  take: (event: HistoryEvent, fence: number) => void,
): Promise<number> {
  const end = Math.min(upTo, run.lastSeq ?? Infinity);
  let position = after;
  while (position < end) {
    const expected = (end - position) * UNITS_PER_EVENT;
    const limit = Math.min(Math.max(expected, LEAST_UNITS), MOST_UNITS);
    const read = await log.read(run.threadPk, position, limit);
    const { segments, upToDate } = readBehind(read, position);
    for (const { runPk, firstSeq, fence, events } of segments) {
      if (runPk !== run.runPk || firstSeq !== position + 1) return position;
      for (const json of events) {
        if (position === end) return position;
        position += 1;
        take({ seq: position, ...(fence === run.fence ? null : { fence }), json }, fence);
      }
    }
    if (upToDate || segments.length === 0) return position;
  }
  return position;
}
