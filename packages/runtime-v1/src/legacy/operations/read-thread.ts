import { ThreadFold, type FrameSource, type Message, type Reply } from '@flightdeck/core';
import { interruptsOf, type Interrupt } from '../output/meta-events.js';
import { bodyTexts } from '../wire/body-texts.js';
import { innerRequest } from '../wire/inner-request.js';
import { SseEvents } from '../wire/sse-events.js';
import type { LegacyCall } from './legacy-call.js';

/** What a thread holds. */
export interface ThreadContents {
  readonly exists: boolean;
  readonly messages: readonly Message[];
  readonly state: unknown;
  /** With what its last run has left it to the user. */
  readonly interrupts: readonly Interrupt[];
  /** Of the inner reply. */
  readonly headers: Reply['headers'];
}

/** Any message makes the runtime tell the thread as a snapshot, which is the least to read. */
const ANYTHING = { id: 'v1-probe', role: 'user', content: '' };

/**
 * Reads a thread as whoever asks may: the route that joins threads decides. An active run is not
 * waited for.
 *
 * @returns the reply of the route, where it refuses
 */
export async function readThread(
  { inner, client }: LegacyCall,
  agentId: string,
  threadId: string,
): Promise<ThreadContents | Reply> {
  const body = { threadId, runId: '', messages: [ANYTHING], tools: [], context: [] };
  const route = `/agent/${encodeURIComponent(agentId)}/connect`;
  const reply = await inner.dispatch(innerRequest(client, { method: 'POST', route, body }));
  if (reply.status !== 200) return reply;
  const cursor = reply.headers.find(([name]) => name === 'x-thread-cursor')?.[1];
  const source = bodyTexts(reply.body);
  const leave = (): void => source.close();
  client.signal.addEventListener('abort', leave, { once: true });
  try {
    return { ...(await foldThread(source, positionOf(cursor))), headers: reply.headers };
  } finally {
    client.signal.removeEventListener('abort', leave);
    source.close();
  }
}

/** The place of an event in its thread, which cursors end with; after all others where there is none. */
function positionOf(cursor: string | undefined): number {
  return Number(/\d+$/.exec(cursor ?? '')?.[0] ?? Infinity);
}

/** @param end the position of the last event that has to be read; runs go on behind it */
async function foldThread(
  source: FrameSource,
  end: number,
): Promise<Omit<ThreadContents, 'headers'>> {
  const fold = new ThreadFold();
  const sse = new SseEvents();
  let exists = false;
  let interrupts: readonly Interrupt[] = [];
  for (let caughtUp = false; !caughtUp;) {
    const text = await source.pull();
    if (text === null) break;
    for (const { id, event } of sse.push(text)) {
      exists = true;
      fold.apply(event);
      if (event.type === 'RUN_FINISHED') interrupts = interruptsOf(event);
      if (id !== undefined && positionOf(id) >= end) caughtUp = true;
    }
  }
  return { exists, messages: fold.messages(), state: fold.state, interrupts };
}
