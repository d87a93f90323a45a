/** The most that a message repeats of what a server says, in characters. */
const MAX_SHOWN = 500;

/** Shorter header values are words, not secrets. */
const MIN_SECRET = 6;

/**
 * Makes words of a server fit for messages and logs: short, printable, and without the headers and the query that it was
 * sent.
 */
export function serverText(text: string, headers?: Headers, url?: URL): string {
  let shown = text;
  // Before anything is cut off: half a secret would not be known as one.
  for (const secret of secretsOf(headers, url)) shown = shown.replaceAll(secret, '[hidden]');
  shown = shown.slice(0, 4 * MAX_SHOWN);
  shown = shown.replace(/(https?:\/\/[^\s?#"'<>]+)[?#][^\s"'<>]*/g, '$1');
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  shown = shown.replace(/[\u0000-\u001F\u007F]+/g, ' ').trim();
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown;
}

/** Values of headers and of the query, and the parts of those with a scheme before them, longest first. */
function secretsOf(headers: Headers | undefined, url: URL | undefined): readonly string[] {
  const sent = [...(headers ?? []), ...(url?.searchParams ?? [])];
  return sent
    .flatMap(([, value]) => [value, encodeURIComponent(value), ...value.split(/[\s,;=]+/)])
    .filter((value) => value.length >= MIN_SECRET)
    .toSorted((a, b) => b.length - a.length);
}
