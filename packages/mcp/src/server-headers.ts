import { MCPError } from './mcp-error.js';
import type { MCPServerConfig } from './mcp-types.js';

/**
 * The headers that the configuration of a server adds to every request: `options.requestInit.headers`, then `headers`,
 * which win.
 * @throws MCPError `connect_failed` for a header that cannot be sent; the message has its name only
 */
export function serverHeaders(config: MCPServerConfig): Headers {
  const inner = config.type === 'http' ? config.options?.requestInit?.headers : undefined;
  const headers = new Headers();
  for (const [name, value] of [...entriesOf(inner), ...Object.entries(config.headers ?? {})]) {
    try {
      headers.set(name, value);
    } catch {
      throw new MCPError(
        'connect_failed',
        `A header of an MCP server cannot be sent: ${safe(name)}`,
      );
    }
  }
  return headers;
}

function entriesOf(init: HeadersInit | undefined): readonly (readonly [string, string])[] {
  if (init === undefined) return [];
  // `Headers` of another realm or package is no instance of the one here.
  if (Symbol.iterator in init) return [...init];
  return Object.entries(init);
}

function safe(name: string): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name) ? name : 'its name is invalid';
}
