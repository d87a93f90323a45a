import { SseReader, withDeadline } from '@flightdeck/testing';
import type { Line, ScriptedNetwork } from './scripted-network.js';

export const URL_OF_RUN = 'https://host/api/agent/default/run?tenant=1';
export const BODY = {
  threadId: 't1',
  runId: 'r1',
  messages: [{ id: 'u1' }],
  forwardedProps: { a: 1 },
};

export const started = event(1, { type: 'RUN_STARTED', threadId: 't1', runId: 'r1' });
export const text = event(2, { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'a' });
export const finished = event(3, { type: 'RUN_FINISHED', threadId: 't1', runId: 'r1' });

/** A frame with a cursor. */
export function event(seq: number, fields: unknown, fence = 1): string {
  return `id: ${fence}.${seq}\n${unnumbered(fields)}`;
}

export function unnumbered(fields: unknown): string {
  return `data: ${JSON.stringify(fields)}\n\n`;
}

export function post(body: unknown = BODY, init: RequestInit = {}): RequestInit {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer x' };
  return { method: 'POST', headers, body: JSON.stringify(body), ...init };
}

export interface Running {
  readonly line: Line;
  readonly reader: SseReader;
}

/** A run whose first connection has said these frames. */
export async function running(
  network: ScriptedNetwork,
  frames: readonly string[],
  init?: RequestInit,
): Promise<Running> {
  const asked = network.fetch()(URL_OF_RUN, post(BODY, init));
  const line = await network.line(0);
  line.answer(...frames);
  const reader = new SseReader(await asked);
  for (const _ of frames) await reader.next();
  return { line, reader };
}

/** Lets everything happen that waits neither for time nor for the network. */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Moves time on until the connection with this index is asked for. */
export async function nextLine(network: ScriptedNetwork, index: number): Promise<Line> {
  await settle();
  network.clock.advance(8_000);
  return withDeadline(network.line(index), 'the next connection');
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It did not fail');
    },
    (error: unknown) => error,
  );
}
