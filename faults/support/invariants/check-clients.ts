import { parseCursor } from '@flightdeck/store';
import type { ReceivedEvent, ReceivedStream } from '../received-stream.js';
import type { RecordingClient } from '../recording-client.js';
import type { StoredThread } from '../stored-thread.js';
import { violation, type Violation } from './violation.js';

/** Streams whose every event is one of the log: a run's own, and the rest after a cursor. */
const EXACT = new Set([null, 'resume']);

/**
 * I4 for what is continued: within a stream, and from one stream of a client to the next that
 * resumes it, no number is missing and none comes twice.
 */
export function checkContinuity({ threadId, streams }: RecordingClient): Violation[] {
  const found: Violation[] = [];
  let last = 0;
  for (const stream of streams) {
    const numbered = stream.events.filter(({ cursor }) => cursor !== null);
    const first = numbered[0];
    if (first === undefined) continue;
    if (stream.shape === 'resume' && last > 0 && first.seq !== last + 1) {
      found.push(violation('I4', `${threadId}: resumed at ${first.seq} after ${last}`));
    }
    if (stream.shape === null && first.type !== 'RUN_STARTED') {
      found.push(violation('I4', `${threadId}: a run begins with ${first.type}`));
    }
    found.push(...gapsIn(threadId, numbered, exactFrom(stream)));
    last = numbered.at(-1)?.seq ?? last;
  }
  return found;
}

/** The number from which a stream has every event of the log. */
function exactFrom(stream: ReceivedStream): number {
  if (EXACT.has(stream.shape)) return 0;
  return (parseCursor(stream.headers.get('x-thread-cursor') ?? '')?.seq ?? 0) + 1;
}

function gapsIn(threadId: string, events: readonly ReceivedEvent[], exact: number): Violation[] {
  return events.slice(1).flatMap(({ seq }, index) => {
    const before = events[index]?.seq ?? 0;
    const fits = seq > exact ? seq === before + 1 : seq > before;
    return fits ? [] : [violation('I4', `${threadId}: ${seq} came after ${before}`)];
  });
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
  return streams.flatMap((stream) => {
    const exact = exactFrom(stream);
    return stream.events.filter(({ cursor, seq, fence, json }) => {
      if (cursor === null || seq < exact) return false;
      const event = log.get(seq);
      return event === undefined || event.fence !== fence || event.json !== json;
    });
  });
}
