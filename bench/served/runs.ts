import { randomUUID } from 'node:crypto';

import { fetchText } from './http-load.js';
import { DELTA, lengthOf, SCENARIOS, type ScenarioName } from './scenarios.js';

/** What a client sends to start a run, on a new thread unless one is named. */
export function runInput(
  messages: readonly object[] = [userMessage('Hello')],
  threadId: string = randomUUID(),
): Readonly<Record<string, unknown>> {
  return {
    threadId,
    runId: randomUUID(),
    messages,
    state: {},
    tools: [],
    context: [],
    forwardedProps: {},
  };
}

export function userMessage(content: string): object {
  return { id: randomUUID(), role: 'user', content };
}

/** A conversation of alternating messages of `bytes` each, the last one the user's. */
export function conversation(length: number, bytes: number): object[] {
  const messages = Array.from({ length }, (_, index) => ({
    id: randomUUID(),
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: 'm'.repeat(bytes),
  }));
  return [...messages, userMessage('Hello')];
}

/**
 * A whole run, read to its end.
 *
 * @throws Error if not every event of the scenario has arrived
 */
export async function runToEnd(
  port: number,
  name: ScenarioName,
  input: object = runInput(),
): Promise<string> {
  const text = await fetchText(port, `/agent/${name}/run`, input);
  const expected = lengthOf(SCENARIOS[name]);
  const arrived = countEvents(text);
  // What is said faster than it is stored is joined on the way; none of the text may be missing.
  const isJoined = arrived < expected && countDeltas(text) === SCENARIOS[name].events;
  if (arrived !== expected && !isJoined)
    throw new Error(`${name} has ${expected} events, ${arrived} arrived`);
  return text;
}

/** How many deltas of the text of scenarios a stream has told, joined or not. */
function countDeltas(text: string): number {
  return text.split(DELTA).length - 1;
}

/** How many events a stream has told. */
export function countEvents(text: string): number {
  let count = 0;
  for (
    let at = text.indexOf('data: {"type":"');
    at !== -1;
    at = text.indexOf('data: {"type":"', at + 1)
  ) {
    count += 1;
  }
  return count;
}
