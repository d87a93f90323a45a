import { ConfigError } from '@flightdeck/core';

const TRANSPORT = '/websocket';

/** Paths that end in certain whole segments and the one that clients add. */
export class SocketPath {
  readonly #end: string;

  /** @throws ConfigError */
  constructor(path: string) {
    const trimmed = path.replace(/^\/+|\/+$/g, '');
    if (trimmed === '' || /[?#]/.test(trimmed)) {
      throw new ConfigError(`The path of sockets must be a plain path, got '${path}'`);
    }
    this.#end = `/${trimmed}${TRANSPORT}`;
  }

  /** @param target of a request, with or without a query */
  matches(target: string): boolean {
    const [path = ''] = target.split('?', 1);
    return path.endsWith(this.#end);
  }
}
