import { payloadTooLarge } from '../errors/wire-errors.js';
import { pathOf } from './base-path.js';
import type { RequestSource } from './request-source.js';

export interface FetchRequestOptions {
  /** Where the body is read from, when the request's own is left to user code. */
  readonly readable?: Request;
  readonly path?: string;
  readonly routePath?: string;
  readonly parsedBody?: unknown;
  readonly nativeRequest?: unknown;
}

/** A fetch `Request` as the dispatcher reads it. */
export function fetchRequestSource(
  request: Request,
  options: FetchRequestOptions = {},
): RequestSource {
  const { readable = request, ...overrides } = options;
  let taken: Uint8Array | null = null;
  let rebuilt: Request | null = null;
  return {
    path: pathOf(request.url),
    ...overrides,
    method: request.method,
    url: request.url,
    headers: request.headers,
    signal: request.signal,
    toRequest() {
      // Whoever asks after us finds the body unread all the same.
      if (taken === null) return request;
      rebuilt ??= new Request(request, { method: request.method, body: taken as BodyInit });
      return rebuilt;
    },
    async readBytes(maxBytes) {
      const bytes = await readStream(readable.body, maxBytes);
      if (readable === request && request.body !== null) taken = bytes;
      return bytes;
    },
  };
}

async function readStream(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks, size);
    size += value.byteLength;
    if (size > maxBytes) {
      // Not awaited: a clone is cancelled only when its original is, too.
      reader.cancel().catch(() => undefined);
      throw payloadTooLarge(maxBytes);
    }
    chunks.push(value);
  }
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
