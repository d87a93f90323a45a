import { Agent, request, type IncomingMessage } from 'node:http';

import { BASE_PATH } from './target.js';

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Connections that are kept, so that a measurement is not one of connecting. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Sends a request below the base path; resolves with its head. */
export function send(
  port: number,
  path: string,
  body?: unknown,
  using: Agent = agent,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: BASE_PATH + path,
        method: text === undefined ? 'GET' : 'POST',
        headers,
        agent: using,
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

/** Reads an answer to its end. */
export async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** Sends a request and reads the whole answer. @throws Error unless it is a 200 */
export async function fetchText(port: number, path: string, body?: unknown): Promise<string> {
  const { status, text } = await read(await send(port, path, body));
  if (status !== 200) throw new Error(`${path} was answered with ${status}: ${text.slice(0, 500)}`);
  return text;
}
