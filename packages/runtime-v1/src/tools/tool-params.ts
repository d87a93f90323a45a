import type { Logger } from '@flightdeck/core';
import type { ActionsConfiguration } from '../actions/action.js';
import type {
  AllowRequestMCPServers,
  CreateMCPClientFunction,
  MCPEndpointConfig,
} from './mcp-servers.js';
import type { EndpointDefinition, RemoteChainParameters } from './remote-endpoint.js';

/** Those options of a runtime that bring tools: documented at `CopilotRuntimeConstructorParams`. */
export interface ToolParams {
  readonly actions?: ActionsConfiguration | undefined;
  readonly remoteActions?: readonly EndpointDefinition[] | undefined;
  readonly remoteEndpoints?: readonly EndpointDefinition[] | undefined;
  readonly langserve?: readonly RemoteChainParameters[] | undefined;
  readonly mcpServers?: readonly MCPEndpointConfig[] | undefined;
  readonly createMCPClient?: CreateMCPClientFunction | undefined;
  readonly allowRequestMCPServers?: AllowRequestMCPServers | undefined;
  readonly logger?: Logger | undefined;
}
