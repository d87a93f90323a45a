import { RemoteError } from './remote-error.js';

/** They belong to one connection and one body: whoever passes a browser's headers on sends neither. */
const OF_ANOTHER_REQUEST: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * What `onBeforeRequest` has made, under names in small letters, so that none is sent twice.
 *
 * @param shown the server, for the message
 * @throws RemoteError `headers`; that of the host would show a token that is wrong
 */
export function sendableHeaders(given: unknown, shown: string): Readonly<Record<string, string>> {
  const headers = new Headers();
  const entries: Iterable<[string, unknown]> =
    given instanceof Headers ? given : Object.entries(given ?? {});
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || OF_ANOTHER_REQUEST.has(name.toLowerCase())) continue;
    try {
      headers.set(name, value);
    } catch {
      const message = `onBeforeRequest has made headers that cannot be sent to ${shown}`;
      throw new RemoteError('headers', message);
    }
  }
  return Object.fromEntries(headers);
}
