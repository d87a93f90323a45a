import type { MCPServerConfig } from '@flightdeck/mcp';
import type { MCPClientConfig } from './mcp-options.js';

/** Headers of a hop, never of a caller. */
const NEVER: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
]);

/**
 * The configuration with those headers of the run that `forwardHeaders` names, and no other. A forwarded header replaces the
 * configured one of the same name.
 */
export function withForwardedHeaders(
  server: MCPClientConfig,
  headers: Readonly<Record<string, string>>,
): MCPServerConfig {
  const wanted = new Set((server.forwardHeaders ?? []).map((name) => name.toLowerCase()));
  const forwarded = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => wanted.has(name) && !NEVER.has(name));
  if (forwarded.length === 0) return server;
  const configured = Object.entries(server.headers ?? {}).filter(
    ([name]) => !forwarded.some(([other]) => other === name.toLowerCase()),
  );
  return { ...server, headers: Object.fromEntries([...configured, ...forwarded]) };
}
