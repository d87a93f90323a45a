/** Headers that are or may hold secrets, as v1.md 10 lists them. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'x-copilotcloud-public-api-key',
]);

/** The headers of a request that `onError` may pass on to wherever it likes. */
export function shownHeaders(headers: Headers): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (!SECRET_HEADERS.has(name.toLowerCase())) shown[name] = value;
  });
  return shown;
}
