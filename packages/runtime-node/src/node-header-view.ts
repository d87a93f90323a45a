import type { IncomingHttpHeaders } from 'node:http';

import type { HeaderView } from '@flightdeck/core';

/** The headers that Node has parsed already, without building a fetch `Headers`. */
export class NodeHeaderView implements HeaderView {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const key = name.toLowerCase();
    // Node's record has a prototype, so `constructor` would be found on it.
    if (!Object.hasOwn(this.#headers, key)) return null;
    return toText(this.#headers[key]) ?? null;
  }

  /** Visits every header but the pseudo-headers of HTTP/2. */
  forEach(visit: (value: string, name: string) => void): void {
    for (const name of Object.keys(this.#headers)) {
      if (name.startsWith(':')) continue;
      const value = toText(this.#headers[name]);
      if (value !== undefined) visit(value, name);
    }
  }
}

function toText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value;
}
