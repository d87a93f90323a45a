import { McpTestServer, type McpTestServerOptions, type McpTestTool } from '@flightdeck/testing';
import {
  connectMCP,
  type MCPConnection,
  type MCPConnectOptions,
  type MCPServerConfig,
} from '../src/index.js';

export const ECHO: McpTestTool = {
  name: 'echo',
  description: 'Says it again',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  answer: ({ text }) => `You said ${String(text)}`,
};

/** What a spec opened, to be closed after each test. */
export class Opened {
  readonly #servers: McpTestServer[] = [];
  readonly #closables: { close(): Promise<void> }[] = [];

  async server(options: McpTestServerOptions = {}): Promise<McpTestServer> {
    const server = await McpTestServer.start({ tools: [ECHO], ...options });
    this.#servers.push(server);
    return server;
  }

  async connect(config: MCPServerConfig, options?: MCPConnectOptions): Promise<MCPConnection> {
    return this.owns(await connectMCP(config, options));
  }

  owns<T extends { close(): Promise<void> }>(closable: T): T {
    this.#closables.push(closable);
    return closable;
  }

  async close(): Promise<void> {
    await Promise.all(this.#closables.splice(0).map((closable) => closable.close()));
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
  }
}

/** The servers of a spec in both transports. */
export const TRANSPORTS = ['http', 'sse'] as const;

export function configOf(server: McpTestServer, type: 'http' | 'sse'): MCPServerConfig {
  return type === 'http' ? { type, url: server.url } : { type, url: server.sseUrl };
}

/** What a promise rejects with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was rejected');
}
