import type { ServerToolsContext, ToolDefinition } from '@flightdeck/agent';
import type { Logger } from '@flightdeck/core';
import { withReportedFailures } from '../../actions/with-reported-failures.js';
import type { ReportError } from '../../errors/copilot-error-event.js';
import type { V1Request } from '../../run/v1-request.js';
import { parseHttpUrl } from '../http-url.js';
import type {
  AllowRequestMCPServers,
  CreateMCPClientFunction,
  MCPEndpointConfig,
} from '../mcp-servers.js';
import type { MCPEndpointPool } from './mcp-endpoint-pool.js';
import { namedMCPServers, requestMCPServers } from './request-mcp-servers.js';

export interface MCPToolLoaderOptions {
  readonly servers: readonly MCPEndpointConfig[];
  readonly createMCPClient?: CreateMCPClientFunction | undefined;
  readonly allow: AllowRequestMCPServers;
  readonly pool: MCPEndpointPool;
  readonly report: ReportError;
  readonly logger?: Logger | undefined;
}

/** The tools of one server in one run. */
export interface MCPServerTools {
  /** Stands for the server in names of tools. */
  readonly serverId: string;
  readonly tools: readonly ToolDefinition[];
}

/** Asks the MCP servers of a runtime, and those that a request may name, for their tools. */
export class MCPToolLoader {
  readonly #options: MCPToolLoaderOptions;
  #hasWarned = false;

  constructor(options: MCPToolLoaderOptions) {
    this.#options = options;
  }

  /** Whether there is nothing to be asked, and nothing to be said, for a request. */
  isIdleFor(request: V1Request): boolean {
    return this.#options.servers.length === 0 && namedMCPServers(request).length === 0;
  }

  /** Asks all servers at the same time; one that fails is logged. Rejects with the signal's reason alone. */
  async load(request: V1Request, context: ServerToolsContext): Promise<readonly MCPServerTools[]> {
    const { pool, createMCPClient, report, logger } = this.#options;
    const servers = await this.#serversOf(request);
    return Promise.all(
      servers.map(async (server, index) => {
        const serverId = `mcp-${index + 1}`;
        const tools = pool.use(server, { user: this, createMCPClient, serverId, logger });
        const offered = await tools.provide({ ...context, frontendTools: [] });
        return { serverId, tools: offered.map((tool) => withReportedFailures(tool, report)) };
      }),
    );
  }

  /** Closes every client that was used. Never rejects. */
  async close(): Promise<void> {
    await this.#options.pool.closeUsedBy(this);
  }

  /** Those of the runtime, then those of the request, which win where both have one. */
  async #serversOf(request: V1Request): Promise<readonly MCPEndpointConfig[]> {
    const { servers } = this.#options;
    const named = await this.#allowedOf(request);
    const byAddress = new Map<string, MCPEndpointConfig>();
    for (const server of [...servers, ...named]) byAddress.set(addressOf(server), server);
    return [...byAddress.values()];
  }

  async #allowedOf(request: V1Request): Promise<readonly MCPEndpointConfig[]> {
    const { allow, report, logger } = this.#options;
    const count = namedMCPServers(request).length;
    if (count === 0) return [];
    if (allow === false) {
      if (!this.#hasWarned) {
        this.#hasWarned = true;
        logger?.warn(
          'MCP servers that a browser names are ignored: allowRequestMCPServers lets them in',
        );
      }
      return [];
    }
    try {
      return await requestMCPServers(request, allow);
    } catch (error) {
      report(error, { metadata: { option: 'allowRequestMCPServers' } });
      logger?.warn('allowRequestMCPServers has failed: the MCP servers of a request are ignored');
      return [];
    }
  }
}

function addressOf({ endpoint }: MCPEndpointConfig): string {
  return parseHttpUrl(endpoint)?.href ?? endpoint;
}
