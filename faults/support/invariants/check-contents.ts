import { compactHistory, formatCursor, ThreadFold, type BaseEvent } from '@flightdeck/store';
import { isDeepStrictEqual } from 'node:util';
import type { ReceivedEvent, ReceivedStream } from '../received-stream.js';
import type { RecordingClient } from '../recording-client.js';
import type { StoredThread } from '../stored-thread.js';
import { violation, type Violation } from './violation.js';

/**
 * I4 for contents: what a client has got, beginning with a stream that tells everything, amounts to
 * what the log amounts to up to there. Streams that were resumed count as one with what they resume.
 */
export function checkReplays(
  { threadId, streams }: RecordingClient,
  stored: StoredThread,
): Violation[] {
  const log = new Set(stored.events.map(({ fence, seq }) => formatCursor(fence, seq)));
  return tellings(streams).flatMap(({ shape, events }) => {
    // What was shown before it was stored, and never was, is the affair of I5 and I6.
    if (events.some(({ cursor }) => cursor !== null && !log.has(cursor))) return [];
    const upTo = events.findLast(({ cursor }) => cursor !== null)?.seq;
    if (upTo === undefined) return [];
    const shown = contentsOf(events.map(({ json }) => JSON.parse(json) as BaseEvent));
    const told = stored.events.filter(({ seq }) => seq <= upTo);
    const expected = contentsOf(told.map(({ event }) => event));
    if (isDeepStrictEqual(shown, expected)) return [];
    return [
      violation('I4', `${threadId}: what was told (${shape}) ${differences(shown, expected)}`),
    ];
  });
}

/** I11: compacting what was compacted changes nothing, and neither does it change what the log amounts to. */
export function checkCompaction({ threadId, runs, events, history }: StoredThread): Violation[] {
  const found: Violation[] = [];
  for (const { runPk, runId } of runs) {
    const raw = events
      .filter((event) => event.runPk === runPk)
      .map(({ seq, json }) => ({ seq, json }));
    const once = compactHistory(raw);
    if (!isDeepStrictEqual(compactHistory(once), once)) {
      found.push(violation('I11', `${threadId} ${runId}: compacting it twice changes it again`));
    }
  }
  const raw = contentsOf(events.map(({ event }) => event));
  const merged = contentsOf(history.map(({ event }) => event));
  if (!isDeepStrictEqual(merged, raw)) {
    found.push(violation('I11', `${threadId}: its history ${differences(merged, raw)}`));
  }
  return found;
}

interface Telling {
  readonly shape: string;
  readonly events: readonly ReceivedEvent[];
}

/** What a client got of a thread from its first event on, over one or more connections. */
function tellings(streams: readonly ReceivedStream[]): Telling[] {
  const found: Telling[] = [];
  for (const { shape, events } of streams) {
    const last = found.at(-1);
    if (shape === 'resume' && last !== undefined) {
      found[found.length - 1] = {
        shape: `${last.shape}, resumed`,
        events: [...last.events, ...events],
      };
    } else if (shape === 'events' || shape === 'rebase') {
      found.push({ shape, events });
    } else if (shape === null && events[0]?.seq === 1) {
      found.push({ shape: 'run', events });
    }
  }
  return found;
}

interface Contents {
  readonly messages: unknown;
  readonly state: unknown;
}

function contentsOf(events: readonly BaseEvent[]): Contents {
  const fold = new ThreadFold();
  for (const event of events) fold.apply(event);
  return { messages: fold.messages(), state: fold.state };
}

function differences(shown: Contents, expected: Contents): string {
  return `amounts to ${excerpt(shown)} instead of ${excerpt(expected)}`;
}

function excerpt(contents: Contents): string {
  const text = JSON.stringify(contents);
  return text.length > 600 ? `${text.slice(0, 300)} … ${text.slice(-300)}` : text;
}
