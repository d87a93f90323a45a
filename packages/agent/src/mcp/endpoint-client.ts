import type { MCPEndpointConfig } from '@flightdeck/mcp';
import { ToolDeadline } from '../tools/tool-deadline.js';
import type { MCPClientProvider } from './mcp-options.js';

/** What `createMCPClient` of version 1 gives: any client, ours among them. */
export interface MCPEndpointClient extends MCPClientProvider {
  close?(): unknown;
}

export interface EndpointClientOptions {
  readonly server: MCPEndpointConfig;
  /** Stands for the server in names of tools. */
  readonly serverId: string;
  readonly createMCPClient: (server: MCPEndpointConfig) => Promise<MCPEndpointClient>;
  /** Milliseconds until a client that is not made, or does not answer, has failed. */
  readonly timeoutMs: number;
  /** Milliseconds in which a server that failed is not asked again. */
  readonly retryAfterMs: number;
  readonly now: () => number;
}

/** The client of one endpoint, made when it is first needed, and made anew after it has failed. */
export class EndpointClient implements MCPClientProvider {
  readonly serverId: string;
  /** Host and path: query strings may hold secrets. */
  readonly address: string;
  readonly #options: EndpointClientOptions;
  #client: Promise<MCPEndpointClient> | undefined;
  #made: MCPEndpointClient | undefined;
  /** Whether it did not answer in time when it was last asked. */
  #isLate = false;
  #failure: { readonly error: unknown; readonly until: number } | undefined;

  constructor(options: EndpointClientOptions) {
    this.#options = options;
    this.serverId = options.serverId;
    this.address = shownEndpoint(options.server.endpoint);
  }

  async tools(): Promise<Readonly<Record<string, unknown>>> {
    const { now, retryAfterMs, timeoutMs } = this.#options;
    if (this.#failure !== undefined && now() < this.#failure.until) throw this.#failure.error;
    const client = (this.#client ??= this.#make());
    const { signal } = new AbortController();
    const deadline = new ToolDeadline({ signal, timeoutMs });
    try {
      return await deadline.race(this.#toolsOf(client));
    } catch (error) {
      if (this.#client === client) {
        this.#failure = { error, until: now() + retryAfterMs };
        // One that is busy may come back, and other runs have calls under way.
        const mayComeBack = deadline.expired && this.#made !== undefined && !this.#isLate;
        this.#isLate = mayComeBack;
        if (!mayComeBack) await this.close();
      }
      throw error;
    } finally {
      deadline.dispose();
    }
  }

  /** The next use makes a new client. Waits for none that is still being made; that one is closed then. Never rejects. */
  async close(): Promise<void> {
    const [client, made] = [this.#client, this.#made];
    this.#client = undefined;
    this.#made = undefined;
    if (made !== undefined) await closeQuietly(made);
    else void client?.then(closeQuietly).catch(() => undefined);
  }

  async #toolsOf(client: Promise<MCPEndpointClient>): Promise<Readonly<Record<string, unknown>>> {
    const made = await client;
    if (this.#client === client) this.#made = made;
    const tools = await made.tools();
    if (this.#client === client) this.#isLate = false;
    return tools;
  }

  async #make(): Promise<MCPEndpointClient> {
    const { server, createMCPClient } = this.#options;
    return createMCPClient(server);
  }
}

async function closeQuietly(client: MCPEndpointClient): Promise<void> {
  try {
    await client.close?.();
  } catch {
    // It is gone in any case.
  }
}

function shownEndpoint(endpoint: string): string {
  if (!URL.canParse(endpoint)) return 'no URL';
  const { host, pathname } = new URL(endpoint);
  return `${host}${pathname}`;
}
