import type { MCPServerConfig } from '@flightdeck/mcp';
import type { MCPClientConfig } from './mcp-options.js';

/** Headers of a hop, never of a caller. */
const NEVER: readonly string[] = ['connection', 'content-length', 'host', 'transfer-encoding'];

/**
 * The configuration with those headers of the run that `forwardHeaders` names, and no other. What is configured wins over what a
 * request says, as everywhere (agent.md 9).
 */
export function withForwardedHeaders(
  server: MCPClientConfig,
  headers: Readonly<Record<string, string>>,
): MCPServerConfig {
  const wanted = new Set((server.forwardHeaders ?? []).map((name) => name.toLowerCase()));
  const taken = new Set([...NEVER, ...configuredNames(server)]);
  const forwarded = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => wanted.has(name) && !taken.has(name));
  if (forwarded.length === 0) return server;
  return { ...server, headers: { ...server.headers, ...Object.fromEntries(forwarded) } };
}

function configuredNames(server: MCPClientConfig): readonly string[] {
  const options = server.type === 'http' ? server.options : undefined;
  return [
    ...Object.keys(server.headers ?? {}).map((name) => name.toLowerCase()),
    ...new Headers(options?.requestInit?.headers).keys(),
    ...(options?.authProvider === undefined ? [] : ['authorization']),
  ];
}
