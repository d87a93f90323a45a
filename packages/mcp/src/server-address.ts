import { MCPError } from './mcp-error.js';

/** Where a server is, and how messages may name it. */
export interface ServerAddress {
  readonly url: URL;
  /** Origin and path: query strings may hold secrets. */
  readonly shown: string;
}

/**
 * Reads the address of a server.
 * @throws MCPError `connect_failed` for what is no address, is not HTTP, or holds credentials
 */
export function parseServerAddress(url: string | URL): ServerAddress {
  const parsed = parseUrl(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    throw new MCPError(
      'connect_failed',
      'The address of an MCP server must start with http: or https:',
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new MCPError(
      'connect_failed',
      'The address of an MCP server must not hold a user name or a password: use headers',
    );
  }
  return { url: parsed, shown: shownUrl(parsed) };
}

/** Origin and path of a URL. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function parseUrl(url: string | URL): URL {
  try {
    return new URL(url);
  } catch {
    throw new MCPError('connect_failed', 'The address of an MCP server is not a URL');
  }
}
