import { MCPError, withForwardedHeaders, type MCPLease, type MCPPool } from '@flightdeck/mcp';
import type { AgentLogger } from '../options/agent-options.js';
import { isRecord } from '../tools/is-record.js';
import type { RunTool } from '../tools/run-tool.js';
import { ToolDeadline } from '../tools/tool-deadline.js';
import { toForeignRunTool } from './foreign-run-tool.js';
import type { MCPClientConfig, MCPClientProvider, MCPOptions } from './mcp-options.js';
import { toMCPRunTool } from './mcp-run-tool.js';
import { MCPToolNames } from './mcp-tool-names.js';
import { createRunMCPPool } from './agent-mcp-pool.js';
import { CALL_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from './mcp-limits.js';
import { describeMCPFailure, type MCPWarning } from './mcp-warning.js';

export interface LoadMCPToolsOptions {
  readonly servers?: readonly MCPClientConfig[] | undefined;
  readonly clients?: readonly MCPClientProvider[] | undefined;
  readonly options?: MCPOptions | undefined;
  /** Of the run; a server gets those that its `forwardHeaders` names. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Aborts when the run is stopped. */
  readonly signal?: AbortSignal | undefined;
  /** Names of the server, state and frontend tools of the run: no MCP tool gets one of them. */
  readonly reservedNames?: Iterable<string> | undefined;
  readonly logger?: AgentLogger | undefined;
  /** Keeps connections between runs. @default one for this run, closed with it */
  readonly pool?: MCPPool | undefined;
  /** Calls back after so many milliseconds; what it returns calls that off. @default `setTimeout` */
  readonly schedule?: ((milliseconds: number, callback: () => void) => () => void) | undefined;
}

export interface LoadedMCPTools {
  /** Of clients first, then of servers, each in the order of the configuration. */
  readonly tools: readonly RunTool[];
  /** One for each server and client whose tools are missing. */
  readonly warnings: readonly MCPWarning[];
  /** Gives the connections back when the run has ended. Idempotent, never rejects. */
  close(): Promise<void>;
}

/** What one server or client offers. */
interface Source {
  readonly serverId: string;
  readonly tools: readonly { readonly name: string; readonly make: (as: string) => ToolMade }[];
}

type ToolMade = Promise<RunTool | undefined> | RunTool | undefined;

/**
 * Asks all servers and clients for their tools at the same time. One that fails or is silent costs its tools and gives a warning,
 * nothing else. Rejects only with the reason of the signal, and holds no connection then.
 */
export async function loadMCPTools(options: LoadMCPToolsOptions): Promise<LoadedMCPTools> {
  const loading = new MCPLoading(options);
  try {
    return await loading.load();
  } catch (error) {
    await loading.close();
    throw error;
  }
}

class MCPLoading {
  readonly #options: LoadMCPToolsOptions;
  readonly #limits: MCPOptions;
  readonly #pool: MCPPool;
  readonly #ownsPool: boolean;
  readonly #leases: MCPLease[] = [];

  constructor(options: LoadMCPToolsOptions) {
    this.#options = options;
    this.#limits = options.options ?? {};
    this.#ownsPool = options.pool === undefined;
    this.#pool = options.pool ?? createRunMCPPool(this.#limits, options.logger);
  }

  async load(): Promise<LoadedMCPTools> {
    const { clients = [], servers = [], signal } = this.#options;
    const sources = await Promise.all([
      ...clients.map((client, index) => this.#ofClient(client, idOf(client, index))),
      ...servers.map((server, index) =>
        this.#ofServer(server, server.serverId ?? `mcp-${index + 1}`),
      ),
    ]);
    signal?.throwIfAborted();
    return {
      tools: await this.#toRunTools(sources.filter(isSource)),
      warnings: sources.filter(isWarning),
      close: () => this.close(),
    };
  }

  async close(): Promise<void> {
    for (const lease of this.#leases.splice(0)) lease.release();
    if (this.#ownsPool) await this.#pool.close();
  }

  async #ofServer(server: MCPClientConfig, serverId: string): Promise<Source | MCPWarning> {
    try {
      const { headers = {} } = this.#options;
      const config = withForwardedHeaders(server, server.forwardHeaders, headers);
      const lease = await this.#pool.acquire(config, { signal: this.#options.signal });
      this.#leases.push(lease);
      const { connection } = lease;
      const tools = lease.tools
        .filter(({ name }) => isAllowed(name, server))
        .map((tool) => ({
          name: tool.name,
          make: (name: string) =>
            toMCPRunTool({ name, tool, connection, callTimeoutMs: this.#callTimeoutMs }),
        }));
      return { serverId, tools };
    } catch (error) {
      const code = error instanceof MCPError ? error.code : 'connect_failed';
      return this.#failed(serverId, code, { error });
    }
  }

  async #ofClient(client: MCPClientProvider, serverId: string): Promise<Source | MCPWarning> {
    const deadline = new ToolDeadline({
      signal: this.#options.signal ?? new AbortController().signal,
      timeoutMs: this.#limits.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      schedule: this.#options.schedule,
    });
    try {
      const given: unknown = await deadline.race(Promise.resolve().then(() => client.tools()));
      if (!isRecord(given)) throw new TypeError('tools() gave no object');
      const tools = Object.entries(given).map(([toolName, tool]) => ({
        name: toolName,
        make: (name: string) =>
          toForeignRunTool({ name, tool, callTimeoutMs: this.#callTimeoutMs }),
      }));
      return { serverId, tools };
    } catch (error) {
      const code = deadline.expired ? 'timeout' : 'client_failed';
      return this.#failed(serverId, code, { error, address: textOf(client.address) });
    } finally {
      deadline.dispose();
    }
  }

  get #callTimeoutMs(): number {
    return this.#limits.callTimeoutMs ?? CALL_TIMEOUT_MS;
  }

  async #toRunTools(sources: readonly Source[]): Promise<readonly RunTool[]> {
    const names = new MCPToolNames(this.#options.reservedNames ?? [], this.#limits.namespace);
    const made: RunTool[] = [];
    for (const { serverId, tools } of sources) {
      for (const { name, make } of tools) {
        const tool = await make(names.add(serverId, name));
        if (tool !== undefined) made.push(tool);
        else this.#options.logger?.warn('A tool of an MCP server cannot be used', { serverId });
      }
    }
    return made;
  }

  #failed(
    serverId: string,
    code: MCPWarning['code'],
    { error, address }: { readonly error: unknown; readonly address?: string | undefined },
  ): MCPWarning {
    const warning = describeMCPFailure(serverId, code);
    if (this.#options.signal?.aborted === true) return warning;
    // The words of an `MCPError` are fit for a log; those of others may hold anything.
    const reason = error instanceof MCPError ? error.message : undefined;
    this.#options.logger?.warn(warning.message, { serverId, code, address, reason });
    return warning;
  }
}

function isSource(source: Source | MCPWarning): source is Source {
  return 'tools' in source;
}

function isWarning(source: Source | MCPWarning): source is MCPWarning {
  return !isSource(source);
}

/** Clients of other libraries may have a field of that name that is no text. */
function idOf(client: MCPClientProvider, index: number): string {
  return textOf(client.serverId) ?? `mcpClients[${index}]`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isAllowed(name: string, { allow, deny }: MCPClientConfig): boolean {
  return (allow === undefined || allow.includes(name)) && deny?.includes(name) !== true;
}
