import { compactHistory, ThreadFold, type BaseEvent } from '@flightdeck/store';
import { isDeepStrictEqual } from 'node:util';
import type { ReceivedStream } from '../received-stream.js';
import type { RecordingClient } from '../recording-client.js';
import type { StoredThread } from '../stored-thread.js';
import { violation, type Violation } from './violation.js';

/** I4 for replays: what a complete stream shows amounts to what the log amounts to up to its end. */
export function checkReplays(
  { threadId, streams }: RecordingClient,
  stored: StoredThread,
): Violation[] {
  return streams.filter(isCompleteReplay).flatMap((stream) => {
    const upTo = stream.events.findLast(({ cursor }) => cursor !== null)?.seq ?? 0;
    const shown = contentsOf(stream.events.map(({ json }) => JSON.parse(json) as BaseEvent));
    const events = stored.events.filter(({ seq }) => seq <= upTo || upTo === 0);
    const expected = contentsOf(events.map(({ event }) => event));
    if (isDeepStrictEqual(shown, expected)) return [];
    return [
      violation('I4', `${threadId}: a replay (${stream.shape}) ${differences(shown, expected)}`),
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
  if (!isDeepStrictEqual(contentsOf(history), raw)) {
    found.push(
      violation('I11', `${threadId}: its history ${differences(contentsOf(history), raw)}`),
    );
  }
  return found;
}

function isCompleteReplay({ shape, terminal, end }: ReceivedStream): boolean {
  const replays = shape === 'events' || shape === 'rebase';
  return replays && end === 'complete' && terminal !== undefined;
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
