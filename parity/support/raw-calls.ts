import type { AnyEvent } from './clients.js';

/** A JSON POST, as little as any client sends. */
export function postJson(
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** A run input with what the wire requires. */
export function runInput(fields: {
  readonly threadId: string;
  readonly runId: string;
  readonly messages?: readonly unknown[];
  readonly [key: string]: unknown;
}): Record<string, unknown> {
  return { messages: [], tools: [], context: [], forwardedProps: {}, state: {}, ...fields };
}

/** One frame of an event stream. */
export interface SseFrame {
  readonly id?: string;
  readonly event?: AnyEvent;
  readonly comment?: string;
}

export function parseFrames(text: string): SseFrame[] {
  return text
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => {
      const field = (name: string): string | undefined =>
        frame
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const data = field('data');
      const id = field('id');
      return {
        ...(id === undefined ? {} : { id }),
        ...(data === undefined ? {} : { event: JSON.parse(data) as AnyEvent }),
        ...(frame.startsWith(':') ? { comment: frame.slice(1).trim() } : {}),
      };
    });
}

/** The events of a stream that ends by itself. */
export async function eventsOf(response: Response): Promise<AnyEvent[]> {
  return parseFrames(await response.text()).flatMap(({ event }) => event ?? []);
}
