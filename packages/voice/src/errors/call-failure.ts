import { causesOf } from './causes-of.js';
import { connectionCodeOf } from './connection-code.js';
import { isRecord } from './is-record.js';
import { ProviderFailure } from './provider-failure.js';
import { refusalFailure } from './refusal.js';

/**
 * The failure that an error of `fetch`, of an SDK or of a stream stands for. Only facts are taken
 * from it: what it says, and what it carries, may be anything.
 */
export function callFailure(provider: string, error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  for (const link of causesOf(error)) {
    const status = link.status ?? link.statusCode;
    if (typeof status === 'number' && status >= 400 && status < 600) {
      return refusalFailure(provider, {
        status,
        retryAfter: retryAfterOf(link),
        body: bodyOf(link),
      });
    }
  }
  const code = connectionCodeOf(error);
  if (code !== null) {
    return new ProviderFailure(`${provider} could not be reached (${code})`, { code });
  }
  const name = error instanceof Error ? error.name : typeof error;
  return new ProviderFailure(`The call of ${provider} failed (${name.slice(0, 64)})`);
}

function retryAfterOf({
  headers,
  responseHeaders,
}: Readonly<Record<string, unknown>>): string | null {
  for (const source of [headers, responseHeaders]) {
    if (source instanceof Headers) return source.get('retry-after');
    if (isRecord(source) && typeof source['retry-after'] === 'string') return source['retry-after'];
  }
  return null;
}

/** The parsed body of a reply, under the names that SDKs keep it. */
function bodyOf(link: Readonly<Record<string, unknown>>): unknown {
  if (isRecord(link.data)) return link.data;
  if (isRecord(link.error)) return link.error;
  return { code: link.code, type: link.type };
}
