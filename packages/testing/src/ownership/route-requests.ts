import type { RouteDefinition, Verb } from '@flightdeck/core';
import { runBodySaying } from '../http/run-input.js';
import type { RuntimeClient, Transport } from '../http/runtime-client.js';

/** One route, by one transport. */
export interface RouteRequest {
  readonly title: string;
  readonly transport: Transport;
  readonly access: 'public' | 'user' | 'thread-owner';
  /** Whether the request is about one thread. */
  readonly namesThread: boolean;
  /** What `send` stands for, to tell routes apart. */
  readonly method: string;
  send(client: RuntimeClient, threadId: string): Promise<Response>;
}

const AGENT_ID = 'default';

/** Bodies with which each route does its work; routes without one get none. */
const BODIES: Readonly<Record<string, (threadId: string) => unknown>> = {
  'agent/run': (threadId) => runBodySaying('hello', { threadId }),
  'agent/connect': (threadId) => runBodySaying('hello', { threadId }),
  'agent/suggest': (threadId) => runBodySaying('hello', { threadId }),
  'agent/stop': () => ({}),
  'threads/update': () => ({ name: 'stolen', archived: true }),
  'threads/archive': () => ({}),
  'threads/clear': () => ({}),
  'threads/subscribe': () => ({}),
  annotate: (threadId) => ({ type: 'user_action', threadId }),
  transcribe: () => ({ audio: btoa('sound'), mimeType: 'audio/webm' }),
};

/** Every way in which every route of the table can be reached. */
export function requestsFor(routes: readonly RouteDefinition[]): readonly RouteRequest[] {
  return routes.flatMap(({ path, actions }) =>
    Object.entries(actions).flatMap(([verb, action]) => {
      const body = BODIES[action.method];
      const shared = {
        access: action.access,
        method: action.method,
        namesThread: path.includes(':threadId') || action.threadIdInBody === true,
      };
      const title = `${verb} ${path}`;
      const rest: RouteRequest = {
        ...shared,
        title: `${title} (rest)`,
        transport: 'rest',
        send: (client, threadId) =>
          restRequest(client, verb as Verb, fill(path, threadId), body?.(threadId)),
      };
      if (action.envelope === 'none') return [rest];
      const single: RouteRequest = {
        ...shared,
        title: `${title} (single)`,
        transport: 'single',
        send: (client, threadId) =>
          action.envelope === 'resource'
            ? client.resource(verb, fill(path, threadId), body?.(threadId))
            : client.envelope({
                method: action.method,
                params: { agentId: AGENT_ID, threadId },
                ...(body === undefined ? {} : { body: body(threadId) }),
              }),
      };
      return [rest, single];
    }),
  );
}

function restRequest(
  client: RuntimeClient,
  verb: Verb,
  path: string,
  body: unknown,
): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const json = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  return client.request(path, { method: verb, ...json });
}

function fill(path: string, threadId: string): string {
  return path.replace(':agentId', AGENT_ID).replace(':threadId', encodeURIComponent(threadId));
}
