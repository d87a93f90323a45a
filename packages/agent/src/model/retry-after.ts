/** A provider that asks for more is not waited for: see `retryDelayMs`. */
const maxRetryAfterMs = 60_000;

/**
 * How long response headers ask to wait, in milliseconds: `retry-after-ms`, or `retry-after` in
 * seconds or as a date. At most a minute; `undefined` if they do not say.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, unknown>>,
  now: number,
): number | undefined {
  const milliseconds = finite(header(headers, 'retry-after-ms'));
  const ms = milliseconds ?? fromRetryAfter(header(headers, 'retry-after'), now);
  return ms === undefined ? undefined : Math.min(Math.max(ms, 0), maxRetryAfterMs);
}

function fromRetryAfter(value: string | undefined, now: number): number | undefined {
  const seconds = finite(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = value === undefined ? NaN : Date.parse(value);
  return Number.isNaN(date) ? undefined : date - now;
}

function finite(value: string | undefined): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function header(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
