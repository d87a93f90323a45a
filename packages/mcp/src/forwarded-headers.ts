import type { MCPServerConfig } from './mcp-types.js';

/** Headers of a hop or of a session, never of a caller. */
const NEVER: readonly string[] = [
  'connection',
  'content-length',
  'host',
  'mcp-protocol-version',
  'mcp-session-id',
  'transfer-encoding',
];

/**
 * The configuration with those headers of a request that are named, and no other. What is configured wins over what a request
 * says, as everywhere (agent.md 9). The same configuration if there are none.
 */
export function withForwardedHeaders(
  server: MCPServerConfig,
  names: readonly string[] | undefined,
  headers: Readonly<Record<string, string>>,
): MCPServerConfig {
  const wanted = new Set((names ?? []).map((name) => name.toLowerCase()));
  const taken = new Set([...NEVER, ...configuredNames(server)]);
  const forwarded = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => wanted.has(name) && !taken.has(name));
  if (forwarded.length === 0) return server;
  return { ...server, headers: { ...server.headers, ...Object.fromEntries(forwarded) } };
}

function configuredNames(server: MCPServerConfig): readonly string[] {
  const options = server.type === 'http' ? server.options : undefined;
  return [
    ...Object.keys(server.headers ?? {}).map((name) => name.toLowerCase()),
    ...new Headers(options?.requestInit?.headers).keys(),
    ...(options?.authProvider === undefined ? [] : ['authorization']),
  ];
}
