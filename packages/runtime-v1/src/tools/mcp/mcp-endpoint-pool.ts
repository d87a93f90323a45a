import { mcpEndpointTools, type MCPEndpointTools } from '@flightdeck/agent';
import type { Logger } from '@flightdeck/core';
import type { CreateMCPClientFunction, MCPEndpointConfig } from '../mcp-servers.js';
import { stableJson } from '../stable-json.js';

const MAX_CLIENTS = 100;

export interface MCPEndpointUse {
  /** Who asks: see {@link MCPEndpointPool.closeUsedBy}. */
  readonly user: object;
  /** @default the client of `@flightdeck/mcp` */
  readonly createMCPClient?: CreateMCPClientFunction | undefined;
  /** Stands for the server in the log. */
  readonly serverId: string;
  readonly logger?: Logger | undefined;
}

interface Endpoint {
  readonly tools: MCPEndpointTools;
  readonly users: WeakSet<object>;
}

/**
 * Keeps one client per configuration of a server and factory: two users with keys of their own never
 * share one. At most 100; the least recently used is closed. v1.md 8.
 */
export class MCPEndpointPool {
  /** The least recently used first. */
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #ids = new WeakMap<object, number>();
  readonly #maxClients: number;
  #idCount = 0;

  constructor(maxClients = MAX_CLIENTS) {
    this.#maxClients = maxClients;
  }

  /** The tools of a server, whose client is made when they are first asked for. */
  use(config: MCPEndpointConfig, options: MCPEndpointUse): MCPEndpointTools {
    const key = `${this.#idOf(options.createMCPClient)} ${this.#keyOf(config)}`;
    const endpoint = this.#endpoints.get(key) ?? createEndpoint(config, options);
    endpoint.users.add(options.user);
    this.#endpoints.delete(key);
    this.#endpoints.set(key, endpoint);
    this.#closeOldest();
    return endpoint.tools;
  }

  /** Closes the clients that this user has used; others who use them get new ones. Never rejects. */
  async closeUsedBy(user: object): Promise<void> {
    const used = [...this.#endpoints].filter(([, { users }]) => users.has(user));
    for (const [key] of used) this.#endpoints.delete(key);
    await Promise.all(used.map(([, { tools }]) => tools.close()));
  }

  #closeOldest(): void {
    for (const [key, { tools }] of this.#endpoints) {
      if (this.#endpoints.size <= this.#maxClients) return;
      this.#endpoints.delete(key);
      void tools.close();
    }
  }

  /** Of what JSON leaves out, such as a function that knows a user, the same object alone is the same. */
  #keyOf(config: MCPEndpointConfig): string {
    return stableJson(config, (value) => this.#idOf(value));
  }

  #idOf(object: object | undefined): number {
    if (object === undefined) return 0;
    const known = this.#ids.get(object);
    if (known !== undefined) return known;
    this.#idCount += 1;
    this.#ids.set(object, this.#idCount);
    return this.#idCount;
  }
}

function createEndpoint(
  config: MCPEndpointConfig,
  { createMCPClient, serverId, logger }: MCPEndpointUse,
): Endpoint {
  const tools = mcpEndpointTools({
    mcpServers: [config],
    serverIds: [serverId],
    ...(createMCPClient === undefined ? {} : { createMCPClient }),
    ...(logger === undefined ? {} : { logger }),
  });
  return { tools, users: new WeakSet() };
}
