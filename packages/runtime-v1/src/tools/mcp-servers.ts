import type { MCPEndpointToolsOptions } from '@flightdeck/agent';
import type { V1Request } from '../run/v1-request.js';

/** An MCP server, by its address. */
export type MCPEndpointConfig = MCPEndpointToolsOptions['mcpServers'][number];

export type CreateMCPClientFunction = NonNullable<MCPEndpointToolsOptions['createMCPClient']>;

/**
 * Whether a browser may name MCP servers in `properties.mcpServers`: all, or those that a function
 * allows. They make this server send requests to addresses of the browser's choice.
 */
export type AllowRequestMCPServers =
  | boolean
  | ((config: MCPEndpointConfig, request: V1Request) => boolean | Promise<boolean>);
