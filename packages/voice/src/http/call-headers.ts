import { ConfigError } from '@flightdeck/core';

/** The headers of a call. @throws ConfigError for what HTTP forbids, without repeating it */
export function callHeaders(own: Readonly<Record<string, string>> = {}): Headers {
  try {
    return new Headers({ accept: 'application/json', ...own });
  } catch {
    // The reason would quote the value.
    throw new ConfigError('The headers for transcriptions have a name or value that HTTP forbids');
  }
}
