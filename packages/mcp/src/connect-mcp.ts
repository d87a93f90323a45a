import { resolveConnectOptions, type MCPConnectOptions } from './connect-options.js';
import { startDeadline } from './deadline.js';
import { HttpTransport } from './http-transport.js';
import type { MCPConnection, MCPServerConfig } from './mcp-types.js';
import { ServerConnection } from './server-connection.js';
import { ServerFetch } from './server-fetch.js';
import { SseTransport } from './sse-transport.js';

/**
 * Connects to an MCP server and introduces both sides. Rejects with `MCPError`, or with the reason of `options.signal`
 * when that aborts; nothing stays open then.
 */
export async function connectMCP(
  config: MCPServerConfig,
  options: MCPConnectOptions = {},
): Promise<MCPConnection> {
  const resolved = resolveConnectOptions(options);
  const server = new ServerFetch(config, resolved);
  const sessionId = config.type === 'http' ? config.options?.sessionId : undefined;
  const connection = new ServerConnection({
    server,
    options: resolved,
    openTransport: (listener) =>
      config.type === 'sse'
        ? new SseTransport(server, resolved, listener)
        : new HttpTransport({ server, options: resolved, listener, sessionId }),
  });
  const deadline = startDeadline({
    clock: resolved.clock,
    ms: resolved.connectTimeoutMs,
    signal: resolved.signal,
    late: () => server.error('timeout', 'did not finish the handshake in time'),
  });
  try {
    await connection.open(deadline.signal, sessionId !== undefined);
    return connection;
  } catch (error) {
    // The end of a session may take its time; nobody waits for it.
    void connection.close();
    throw error;
  } finally {
    deadline.dispose();
  }
}
