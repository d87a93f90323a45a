/** A pull-driven body: nothing is produced that nobody has asked for. */
export interface FrameSource {
  /** The next piece of text, or `null` at the end. Waits while there is nothing to send. Never rejects. */
  pull(): Promise<string | null>;
  /** The reader has gone; a pending `pull` resolves with `null`. Safe to call repeatedly. */
  close(): void;
}

/** Nothing, a complete text, a stream of frames, or the stream of a response that user code made. */
export type ReplyBody = null | string | FrameSource | ReadableStream<Uint8Array>;

/**
 * A response before it is rendered: adapters write it to a socket, the fetch handler makes a
 * `Response` of it. Header names are lower-case; `set-cookie` is the one that may repeat.
 */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: ReplyBody;
}

export type ReplyHeaders = Readonly<Record<string, string>>;

const JSON_TYPE = 'application/json';
const JSON_HEADERS: Reply['headers'] = [['content-type', JSON_TYPE]];

export function jsonReply(body: unknown, status = 200, headers?: ReplyHeaders): Reply {
  const merged =
    headers === undefined
      ? JSON_HEADERS
      : Object.entries({ 'content-type': JSON_TYPE, ...headers });
  return { status, headers: merged, body: JSON.stringify(body) };
}

/** A reply of JSON that is text already. */
export function jsonTextReply(text: string): Reply {
  return { status: 200, headers: JSON_HEADERS, body: text };
}

export function textReply(text: string, status: number, headers: ReplyHeaders = {}): Reply {
  const merged = { 'content-type': 'text/plain; charset=utf-8', ...headers };
  return { status, headers: Object.entries(merged), body: text };
}

export function emptyReply(status: number, headers: ReplyHeaders = {}): Reply {
  return { status, headers: Object.entries(headers), body: null };
}

export function isFrameSource(body: ReplyBody): body is FrameSource {
  return typeof body === 'object' && body !== null && 'pull' in body;
}
