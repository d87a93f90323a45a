import { createMCPClient as createOwnClient, type MCPEndpointConfig } from '@flightdeck/mcp';
import type { AgentLogger } from '../options/agent-options.js';
import type { ServerToolProvider } from '../server-tools/server-tools-options.js';
import type { ToolDefinition } from '../tools/define-tool.js';
import type { RunTool } from '../tools/run-tool.js';
import { EndpointClient, type MCPEndpointClient } from './endpoint-client.js';
import { CONNECT_TIMEOUT_MS } from './mcp-limits.js';
import type { MCPOptions } from './mcp-options.js';
import { loadMCPTools } from './mcp-tools.js';

const RETRY_AFTER_MS = 5_000;

/** `mcpServers` and `createMCPClient` as version 1 of the runtime documents them. */
export interface MCPEndpointToolsOptions {
  readonly mcpServers: readonly MCPEndpointConfig[];
  /** Makes the client of a server, once until it fails. @default `createMCPClient` of `@flightdeck/mcp` */
  readonly createMCPClient?: (server: MCPEndpointConfig) => Promise<MCPEndpointClient>;
  readonly mcp?: Omit<MCPOptions, 'cache'>;
  /** Stand for the servers, in their order, in names of tools and in the log. @default `mcp-1`, `mcp-2` and so on */
  readonly serverIds?: readonly string[];
  /** Names that no tool may have, beside those of the browser's tools. */
  readonly reservedNames?: readonly string[];
  readonly logger?: AgentLogger;
  /** Epoch milliseconds. @default `Date.now` */
  readonly now?: () => number;
}

/** A provider for `withServerTools`. */
export interface MCPEndpointTools {
  /** The tools of all servers that answer; each of the others is logged, and not asked again for 5 s. */
  readonly provide: ServerToolProvider;
  /** Closes the clients; the next run makes new ones. Never rejects. */
  close(): Promise<void>;
}

/** Makes the tools of MCP servers available to any agent: `withServerTools(agent, [tools.provide])`. */
export function mcpEndpointTools(options: MCPEndpointToolsOptions): MCPEndpointTools {
  const { mcpServers, serverIds = [], mcp, reservedNames, logger, now = Date.now } = options;
  const connectTimeoutMs = mcp?.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const callTimeoutMs = mcp?.callTimeoutMs;
  const createMCPClient =
    options.createMCPClient ??
    ((server: MCPEndpointConfig) =>
      createOwnClient(server, { connectTimeoutMs, callTimeoutMs, logger }));
  const shared = {
    createMCPClient,
    timeoutMs: connectTimeoutMs,
    retryAfterMs: RETRY_AFTER_MS,
    now,
  };
  const clients = mcpServers.map(
    (server, index) =>
      new EndpointClient({ ...shared, server, serverId: serverIds[index] ?? `mcp-${index + 1}` }),
  );
  return {
    async provide({ signal, frontendTools }) {
      const { tools } = await loadMCPTools({
        clients,
        options: { ...mcp, connectTimeoutMs },
        signal,
        reservedNames: [...(reservedNames ?? []), ...frontendTools],
        logger,
      });
      return tools.map(toDefinition);
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

function toDefinition(tool: RunTool): ToolDefinition {
  const { name, description = '', inputSchema, execute, timeoutMs } = tool;
  return {
    name,
    description,
    parameters: inputSchema,
    ...(execute === undefined ? {} : { execute }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}
