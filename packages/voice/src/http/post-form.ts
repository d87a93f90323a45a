import { ProviderFailure } from '../errors/provider-failure.js';
import { refusalFailure } from '../errors/refusal.js';
import { readText } from './read-text.js';

/** The part of `fetch` that the services use. */
export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

export interface FormCall {
  /** Names the provider in errors. */
  readonly provider: string;
  readonly url: string;
  readonly form: FormData;
  readonly headers: Headers;
  readonly fetch: FetchFunction | undefined;
  readonly signal: AbortSignal;
}

/**
 * Posts a form and resolves with the JSON of the answer. Redirects are not followed: they would take
 * the recording to a server that nobody chose.
 *
 * @throws ProviderFailure with the status of a refusal, or `invalid_response`
 */
export async function postForm(call: FormCall): Promise<unknown> {
  const send = call.fetch ?? ((url, init) => fetch(url, init));
  const response = await send(call.url, {
    method: 'POST',
    body: call.form,
    headers: call.headers,
    signal: call.signal,
    redirect: 'manual',
  });
  const isJson = /\bjson\b/i.test(response.headers.get('content-type') ?? '');
  if (!response.ok) {
    const retryAfter = response.headers.get('retry-after');
    const body = isJson
      ? parseJson(await readText(response, call.signal))
      : await discard(response);
    throw refusalFailure(call.provider, { status: response.status, retryAfter, body });
  }
  const body = parseJson(await readText(response, call.signal));
  if (body !== undefined) return body;
  throw new ProviderFailure(`${call.provider} did not answer with JSON`, {
    code: 'invalid_response',
  });
}

async function discard(response: Response): Promise<undefined> {
  await response.body?.cancel();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
