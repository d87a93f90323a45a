import type { Message } from '@flightdeck/core';
import { eventOf, parseFrame, runBody, userMessage } from '@flightdeck/testing';
import type { Fetch } from './legacy-client.js';
import { URL } from './legacy-server.js';

/** The messages that a client of today finds in a thread when it joins it. */
export async function readThread(
  fetch: Fetch,
  threadId: string,
  agentId = 'default',
): Promise<readonly Message[]> {
  const body = runBody({ threadId, messages: [userMessage('')] });
  const response = await fetch(
    new Request(`${URL}/agent/${agentId}/connect`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  const frames = (await response.text()).split('\n\n').filter((frame) => frame.includes('data:'));
  const events = frames.map((frame) => eventOf(parseFrame(frame)));
  const snapshot = events.find((event) => event?.type === 'MESSAGES_SNAPSHOT');
  return (snapshot?.messages ?? []) as Message[];
}
