import { isRecord } from '../../internal/is-record.js';
import type { V1Request } from '../../run/v1-request.js';
import { parseHttpUrl } from '../http-url.js';
import type { AllowRequestMCPServers, MCPEndpointConfig } from '../mcp-servers.js';

/** More of one request are left out: each of them is a connection. */
const MAX_REQUEST_SERVERS = 20;

/** The MCP servers that a browser names and the configuration allows. Rejects with what its function throws. */
export async function requestMCPServers(
  request: V1Request,
  allow: AllowRequestMCPServers,
): Promise<readonly MCPEndpointConfig[]> {
  if (allow === false) return [];
  const named = namedMCPServers(request).flatMap(toConfig).slice(0, MAX_REQUEST_SERVERS);
  if (allow === true) return named;
  const verdicts = await Promise.all(named.map(async (config) => allow(config, request)));
  // A function of JavaScript may return anything: only `true` opens an address.
  return named.filter((_config, index) => verdicts[index] === true);
}

/** What stands where a browser may name MCP servers. */
export function namedMCPServers({ properties }: V1Request): readonly unknown[] {
  const named: unknown = properties['mcpServers'] ?? properties['mcpEndpoints'];
  return Array.isArray(named) ? (named as readonly unknown[]) : [];
}

/** Nothing else of what the browser has sent reaches a factory. */
function toConfig(named: unknown): readonly MCPEndpointConfig[] {
  if (!isRecord(named) || parseHttpUrl(named['endpoint']) === null) return [];
  const { endpoint, apiKey } = named;
  return [{ endpoint: String(endpoint), ...(typeof apiKey === 'string' ? { apiKey } : {}) }];
}
