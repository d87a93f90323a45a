import { StoreError } from '@flightdeck/store';
import { RuntimeError } from '../errors/runtime-error.js';
import { storeUnavailable } from '../errors/wire-errors.js';
import { emptyReply, jsonReply, type Reply } from './reply.js';

/** The one place where an error becomes a response. Anything unforeseen is a bare 500. */
export function errorReply(error: unknown): Reply {
  if (!RuntimeError.is(error)) return jsonReply({ error: 'internal_error' }, 500);
  return jsonReply(error.body, error.status, error.headers);
}

/**
 * A response made by user code. Its shape is checked, not its class: other packages replace the
 * global `Response`.
 */
export interface ResponseLike {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
  readonly bodyUsed?: boolean;
}

export function isResponseLike(value: unknown): value is ResponseLike {
  if (typeof value !== 'object' || value === null) return false;
  if (!('status' in value) || !('headers' in value) || !('body' in value)) return false;
  const { status, headers } = value;
  return (
    typeof status === 'number' &&
    // Others, such as that of `Response.error()`, cannot be sent.
    status >= 200 &&
    status < 600 &&
    typeof headers === 'object' &&
    headers !== null &&
    'get' in headers &&
    typeof headers.get === 'function'
  );
}

/** What a store says of a request; everything else it says of itself. */
const ABOUT_REQUESTS: ReadonlySet<string> = new Set(['invalid_cursor', 'conflict']);

/** The documented error that something thrown stands for, wherever it was thrown; else the same. */
export function asDocumented(thrown: unknown): unknown {
  const isOutage = StoreError.is(thrown) && !ABOUT_REQUESTS.has(thrown.code);
  return isOutage ? storeUnavailable(thrown) : thrown;
}

/** Whether something thrown is itself the answer: a response, or an error with a documented body. */
export function isAnswer(thrown: unknown): thrown is ResponseLike | RuntimeError {
  if (RuntimeError.is(thrown)) return thrown.status < 500 || thrown.code === 'unavailable';
  return isResponseLike(thrown);
}

export function answerOf(answer: ResponseLike | RuntimeError): Reply {
  return RuntimeError.is(answer) ? errorReply(answer) : replyFromResponse(answer);
}

/** A user's response as a reply; its body is passed on, not copied. One that is spent is left out. */
export function replyFromResponse(response: ResponseLike): Reply {
  const { body, bodyUsed = false } = response;
  const spent = body !== null && (bodyUsed || body.locked);
  const headers: [string, string][] = [];
  response.headers.forEach((value, name) => {
    if (name === 'set-cookie' || (spent && name === 'content-length')) return;
    headers.push([name, value]);
  });
  for (const cookie of response.headers.getSetCookie()) headers.push(['set-cookie', cookie]);
  const base = emptyReply(response.status);
  return { ...base, headers, body: spent ? null : body };
}
