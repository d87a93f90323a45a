import type { SupportedUrls } from '../model/language-model.js';

/** Whether the provider fetches files of this media type from this URL itself. */
export function supportsUrl(supported: SupportedUrls, mediaType: string, url: URL): boolean {
  const type = mediaType.toLowerCase();
  return Object.entries(supported).some(
    ([pattern, urls]) =>
      matchesType(pattern.toLowerCase(), type) &&
      // A pattern with the flag `g` or `y` remembers where it was: a copy does not.
      urls.some((expression) =>
        new RegExp(expression.source, expression.flags.replaceAll(/[gy]/g, '')).test(url.href),
      ),
  );
}

function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === '*/*') return true;
  if (pattern.endsWith('/*')) return type.startsWith(pattern.slice(0, -1));
  return pattern === type;
}
