import { isRecord } from '../../internal/is-record.js';
import { shownUrl } from '../http-url.js';
import { RemoteError } from './remote-error.js';
import { readTextLimited } from './read-limited.js';

export interface RemoteCall {
  readonly url: URL;
  /** @default 'POST' with a body, else 'GET' */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly fetch?: typeof fetch | undefined;
}

const MAX_REDIRECTS = 3;
/** Those that repeat method and body; FastAPI answers so where only a slash is missing. */
const REDIRECTS: readonly number[] = [307, 308];
/** Nothing was sent: there is no such host, or nobody listens there. */
const REFUSED: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ConnectionRefused'];

/**
 * Sends one request to a server that the configuration names, and to no other: redirects are followed
 * on the same origin alone. Never repeats it.
 *
 * @returns the answer, which is a success and whose body has not been read
 * @throws RemoteError; the reason of the signal, once that aborts
 */
export async function callRemote(call: RemoteCall): Promise<Response> {
  let { url } = call;
  for (let redirects = 0; ; redirects += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each answer says where to go next
    const response = await send(call, url);
    if (response.ok) return response;
    response.body?.cancel().catch(() => undefined);
    const { status } = response;
    if (status < 300 || status >= 400) {
      throw new RemoteError('status', `${shownUrl(url)} has answered ${status}`, { status });
    }
    url = redirectOf(response, url);
    if (redirects === MAX_REDIRECTS) {
      throw new RemoteError('redirect', `${shownUrl(call.url)} redirects without an end`);
    }
  }
}

/** The answer as JSON. Rejects as {@link callRemote} does, and for a body that is too long or no JSON. */
export async function callRemoteJson(call: RemoteCall, maxBytes: number): Promise<unknown> {
  const response = await callRemote(call);
  const text = await readTextLimited(response, maxBytes, call.signal).catch((error: unknown) => {
    throw toRemoteError(error, call, call.url);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new RemoteError(
      'protocol',
      `${shownUrl(call.url)} has answered something else than JSON`,
    );
  }
}

async function send(call: RemoteCall, url: URL): Promise<Response> {
  const { body, headers, signal } = call;
  const send = call.fetch ?? fetch;
  try {
    return await send(withoutCredentials(url), {
      ...(body === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...credentialsOf(call.url),
        ...headers,
      },
      redirect: 'manual',
      signal: signal ?? null,
    });
  } catch (error) {
    throw toRemoteError(error, call, url);
  }
}

/** `fetch` takes no address that has them. */
function withoutCredentials(url: URL): URL {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain;
}

function credentialsOf({ username, password }: URL): { readonly authorization?: string } {
  if (username === '' && password === '') return {};
  const text = new TextEncoder().encode(`${decoded(username)}:${decoded(password)}`);
  return { authorization: `Basic ${btoa(String.fromCharCode(...text))}` };
}

/** Addresses may hold a percent sign that means itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toRemoteError(error: unknown, { signal }: RemoteCall, url: URL): unknown {
  if (error instanceof RemoteError) return error;
  if (signal?.aborted === true) return signal.reason;
  const options = { cause: error };
  return isRefused(error)
    ? new RemoteError('refused', `Nobody listens at ${shownUrl(url)}`, options)
    : new RemoteError('unreachable', `The connection to ${shownUrl(url)} has failed`, options);
}

function redirectOf(response: Response, from: URL): URL {
  const location = response.headers.get('location') ?? '';
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  if (to === null || !REDIRECTS.includes(response.status)) {
    const { status } = response;
    throw new RemoteError('status', `${shownUrl(from)} has answered ${status}`, { status });
  }
  if (to.origin !== from.origin) {
    throw new RemoteError(
      'redirect',
      `${shownUrl(from)} redirects to ${to.origin}, which is not followed: put that address into the configuration if it is meant`,
    );
  }
  return to;
}

/**
 * `fetch` hides the error of the socket in a cause, or several of them where a host has several
 * addresses. Told by their fields, as they may come from another realm.
 */
function isRefused(error: unknown): boolean {
  if (!isRecord(error)) return false;
  const { code, cause, errors } = error;
  if (REFUSED.includes(code)) return true;
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isRefused);
  return isRefused(cause);
}
