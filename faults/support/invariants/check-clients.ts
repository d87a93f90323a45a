import { parseCursor } from '@flightdeck/store';
import type { ReceivedEvent, ReceivedStream } from '../received-stream.js';
import type { RecordingClient } from '../recording-client.js';
import type { StoredThread } from '../stored-thread.js';
import { violation, type Violation } from './violation.js';

/** Streams whose every event is one of the log: a run's own, and the rest after a cursor. */
const EXACT = new Set([null, 'resume']);

/**
 * I4 for numbers: within a stream, and from one stream of a client to the next that resumes it, none
 * is missing and none comes twice. Where a client is told of runs that ended before it came, an event
 * may stand for several; `checkReplays` sees whether it does so rightly.
 */
export function checkContinuity(
  { threadId, streams }: RecordingClient,
  stored: StoredThread,
): Violation[] {
  const merged = mergedEvents(stored);
  const found: string[] = [];
  let last = 0;
  for (const stream of streams) {
    const numbered = stream.events.filter(({ cursor }) => cursor !== null);
    const first = numbered[0];
    if (first === undefined) continue;
    if (stream.shape === null && first.type !== 'RUN_STARTED') {
      found.push(`a run begins with ${first.type}`);
    }
    found.push(...gapsIn(stream, stream.shape === 'resume' ? last : 0, merged));
    last = numbered.at(-1)?.seq ?? last;
  }
  return found.map((problem) => violation('I4', `${threadId}: ${problem}`));
}

/** What does not follow on what came before it: on the stream's own, or on where it was resumed. */
function gapsIn(stream: ReceivedStream, last: number, merged: ReadonlySet<string>): string[] {
  const exact = exactFrom(stream);
  const found: string[] = [];
  let before = last;
  for (const { cursor, seq, json } of stream.events) {
    if (cursor === null) continue;
    const mayStandForMore =
      seq < exact || (stream.shape === 'resume' && merged.has(`${seq} ${json}`));
    const fits = mayStandForMore ? seq > before : seq === before + 1;
    if (before > 0 && !fits) found.push(`${seq} came after ${before} (${stream.shape ?? 'run'})`);
    before = seq;
  }
  return found;
}

/** The events of the history, each with its number. */
function mergedEvents({ history }: StoredThread): ReadonlySet<string> {
  return new Set(history.map(({ seq, json }) => `${seq} ${json}`));
}

/** The number from which a stream has every event of the log. */
function exactFrom(stream: ReceivedStream): number {
  if (EXACT.has(stream.shape)) return 0;
  return (parseCursor(stream.headers.get('x-thread-cursor') ?? '')?.seq ?? 0) + 1;
}

/**
 * I5: whatever a client got under a number is in the log under it, in the same words. As nothing
 * ever leaves the log of a thread, it has been there then.
 */
export function checkDurability(client: RecordingClient, stored: StoredThread): Violation[] {
  return phantomsOf(client, stored).map(({ cursor, json }) =>
    violation('I5', `${client.threadId}: nobody has ever stored ${cursor} ${json.slice(0, 120)}`),
  );
}

/** I6: of what a client got but the log has not, the last came at most so much later than the first. */
export function checkPhantomTail(
  client: RecordingClient,
  stored: StoredThread,
  maxUndurableMs: number,
): Violation[] {
  const phantoms = phantomsOf(client, stored);
  const first = phantoms[0];
  const last = phantoms.at(-1);
  if (first === undefined || last === undefined) return [];
  const worth = last.at - first.at;
  if (worth <= maxUndurableMs) return [];
  return [violation('I6', `${client.threadId}: ${phantoms.length} phantoms over ${worth} ms`)];
}

function phantomsOf({ streams }: RecordingClient, stored: StoredThread): ReceivedEvent[] {
  const log = new Map(stored.events.map((event) => [event.seq, event]));
  const merged = mergedEvents(stored);
  return streams.flatMap((stream) => {
    const exact = exactFrom(stream);
    return stream.events.filter(({ cursor, seq, fence, json }) => {
      if (cursor === null || seq < exact) return false;
      const event = log.get(seq);
      if (event?.fence === fence && event.json === json) return false;
      return !(stream.shape === 'resume' && merged.has(`${seq} ${json}`));
    });
  });
}
