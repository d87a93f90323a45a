import { ConfigError } from '@flightdeck/core';
import { isRecord } from '../../internal/is-record.js';
import { parseHttpUrl } from '../http-url.js';
import type { MCPEndpointConfig } from '../mcp-servers.js';

/**
 * @param isOwnClient whether our own client is used, which takes addresses of HTTP alone
 * @throws ConfigError
 */
export function checkMCPServers(
  servers: unknown,
  isOwnClient: boolean,
): readonly MCPEndpointConfig[] {
  if (!Array.isArray(servers)) throw new ConfigError('mcpServers must be an array');
  for (const [index, server] of (servers as readonly unknown[]).entries()) {
    const endpoint = isRecord(server) ? server['endpoint'] : undefined;
    if (typeof endpoint !== 'string' || endpoint === '') {
      throw new ConfigError(`mcpServers[${index}] must be an object with an endpoint`);
    }
    if (isOwnClient) checkAddress(endpoint, `mcpServers[${index}].endpoint`);
  }
  return servers as readonly MCPEndpointConfig[]; // each of them was checked
}

function checkAddress(endpoint: string, what: string): void {
  const url = parseHttpUrl(endpoint);
  if (url === null) throw new ConfigError(`${what} must be an http or https URL`);
  if (url.username === '' && url.password === '') return;
  throw new ConfigError(`${what} must not hold a user name or a password: use apiKey`);
}
