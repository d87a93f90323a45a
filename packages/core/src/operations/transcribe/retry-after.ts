import { isRecord } from '../../internal/is-record.js';

/**
 * The `Retry-After` of a provider's reply, in whole seconds, from the error that an SDK made of it:
 * `headers` or `responseHeaders`, as `Headers` or a record. `null` without one; a date is left out,
 * because clocks differ.
 */
export function retryAfterOf(error: unknown): string | null {
  if (!isRecord(error)) return null;
  const response = isRecord(error.response) ? error.response : {};
  for (const headers of [error.headers, error.responseHeaders, response.headers]) {
    const value = headerOf(headers);
    if (value !== null && /^\d{1,6}$/.test(value)) return value;
  }
  return null;
}

function headerOf(headers: unknown): string | null {
  if (headers instanceof Headers) return headers.get('retry-after');
  if (!isRecord(headers)) return null;
  const value = headers['retry-after'] ?? headers['Retry-After'];
  return typeof value === 'string' ? value.trim() : null;
}
