import type { AgentsConfig, CopilotRuntimeOptions } from '@flightdeck/core';
import type { ActionsConfiguration } from '../actions/action.js';
import type { CopilotErrorHandler } from '../errors/copilot-error-event.js';
import type { CopilotObservabilityConfig } from '../hooks/observability-config.js';
import type { Middleware, OnStopGenerationOptions } from '../hooks/run-hooks.js';
import type {
  AllowRequestMCPServers,
  CreateMCPClientFunction,
  MCPEndpointConfig,
} from '../tools/mcp-servers.js';
import type { EndpointDefinition, RemoteChainParameters } from '../tools/remote-endpoint.js';

/**
 * Options of the v1 `CopilotRuntime`, all of them optional, and every option of the runtime of version 2.
 * v1.md 4.
 */
export interface CopilotRuntimeConstructorParams extends Omit<CopilotRuntimeOptions, 'agents'> {
  /**
   * Agents by id. Where there is no `default` among them, the service adapter of the endpoint answers
   * under that name.
   *
   * @default none
   */
  readonly agents?: AgentsConfig;
  /** Hooks around each run. */
  readonly middleware?: Middleware;
  /** What every agent may call on the server. */
  readonly actions?: ActionsConfiguration;
  /** @deprecated Use `remoteEndpoints`. */
  readonly remoteActions?: readonly EndpointDefinition[];
  /** Servers that have actions and agents of their own. */
  readonly remoteEndpoints?: readonly EndpointDefinition[];
  /** LangServe chains, each of them an action. */
  readonly langserve?: readonly RemoteChainParameters[];
  /** Whether the service adapter answers for every agent. @default false */
  readonly delegateAgentProcessingToServiceAdapter?: boolean;
  /** MCP servers whose tools every agent may call. */
  readonly mcpServers?: readonly MCPEndpointConfig[];
  /** Makes the client of an MCP server. @default `createMCPClient` of `@flightdeck/mcp` */
  readonly createMCPClient?: CreateMCPClientFunction;
  /** @default false */
  readonly allowRequestMCPServers?: AllowRequestMCPServers;
  /** Told of each run: what the agent is asked, and what it answers. */
  readonly observability_c?: CopilotObservabilityConfig;
  /** Told of each failure. */
  readonly onError?: CopilotErrorHandler;
  /**
   * Told when a run is ended from outside before its agent has ended: stopped, given up by its reader
   * where `onDisconnect` says that this ends it, out of time. What it throws is told to `onError`.
   */
  readonly onStopGeneration?: (options: OnStopGenerationOptions) => void | Promise<void>;
}
