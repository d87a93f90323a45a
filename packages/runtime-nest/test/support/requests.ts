import { ROUTE_PATHS } from '@flightdeck/core';
import { runBody, userMessage } from '@flightdeck/testing';

export const BASE = '/api/copilotkit';

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Every path of the route table with sample ids, with every verb. */
export const EVERY_ROUTE: readonly (readonly [verb: string, path: string])[] = ROUTE_PATHS.flatMap(
  (pattern) => {
    const path = pattern === '/' ? '' : pattern.replaceAll(/:(\w+)/g, 'some-$1');
    return VERBS.map((verb) => [verb, path] as const);
  },
);

const JSON_TYPE = { 'content-type': 'application/json' };

export function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const init = { method: 'POST', headers: { ...JSON_TYPE, ...headers } };
  return fetch(url, { ...init, body: JSON.stringify(body) });
}

/** Runs an agent with a message of the given length. */
export function run(
  base: string,
  { agentId = 'default', text = 'Hello', threadId }: RunOptions = {},
): Promise<Response> {
  const body = runBody({
    messages: [userMessage(text)],
    ...(threadId === undefined ? {} : { threadId }),
  });
  return postJson(`${base}/agent/${encodeURIComponent(agentId)}/run`, body);
}

export interface RunOptions {
  readonly agentId?: string;
  readonly text?: string;
  readonly threadId?: string;
}

export interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The events of a complete stream. */
export async function eventsOf(response: Response): Promise<StreamEvent[]> {
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)) as StreamEvent);
}

/** What the agent has said in a complete stream. */
export async function answerOf(response: Response): Promise<string> {
  const events = await eventsOf(response);
  return events.map(({ delta }) => (typeof delta === 'string' ? delta : '')).join('');
}

export async function infoOf(
  base: string,
  headers: Record<string, string> = {},
): Promise<{ readonly agents: Record<string, { description?: string; className: string }> }> {
  const response = await fetch(`${base}/info`, { headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Awaited<ReturnType<typeof infoOf>>;
}
