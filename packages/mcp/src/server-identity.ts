import type { MCPServerConfig } from './mcp-types.js';
import { serverHeaders } from './server-headers.js';

/**
 * Tells whether two configurations mean the same server asked in the same name: address, headers and session by value,
 * functions and other objects by identity.
 */
export class ServerIdentity {
  readonly #ids = new WeakMap<object, number>();
  #next = 1;

  /** @throws MCPError for headers that cannot be sent */
  of(config: MCPServerConfig): string {
    const options = config.type === 'http' ? config.options : undefined;
    const headers = [...serverHeaders(config)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([
      config.type,
      String(config.url),
      headers,
      options?.sessionId ?? null,
      this.#idOf(config.fetch ?? options?.fetch),
      this.#idOf(options?.authProvider),
      this.#initOf(options?.requestInit),
    ]);
  }

  #initOf(init: RequestInit | undefined): readonly (readonly [string, unknown])[] {
    return Object.entries(init ?? {})
      .filter(([name]) => name !== 'headers')
      .map(([name, value]) => [name, this.#valueOf(value)] as const);
  }

  #valueOf(value: unknown): unknown {
    return typeof value === 'object' || typeof value === 'function' ? this.#idOf(value) : value;
  }

  #idOf(value: unknown): string {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return '';
    const id = this.#ids.get(value) ?? this.#next++;
    this.#ids.set(value, id);
    return `#${id}`;
  }
}
