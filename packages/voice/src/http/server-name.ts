import { ConfigError } from '@flightdeck/core';

/** How errors name a server: its origin, without credentials, path and query. */
export function serverName(url: string): string {
  return `The transcription server ${parseUrl(url).origin}`;
}

/** A URL from options. @throws ConfigError, which does not repeat it */
export function parseUrl(url: string): URL {
  if (!URL.canParse(url)) throw new ConfigError('The URL of the transcription server is not valid');
  const parsed = new URL(url);
  if (parsed.protocol === 'http:' || parsed.protocol === 'https:') return parsed;
  throw new ConfigError('The URL of the transcription server must begin with http: or https:');
}
