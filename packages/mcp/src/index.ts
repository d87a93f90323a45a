export { connectMCP } from './connect-mcp.js';
export type { MCPConnectOptions } from './connect-options.js';
export {
  createMCPClient,
  type AISDKSchema,
  type MCPClient,
  type MCPClientSource,
  type MCPClientTool,
  type MCPEndpointConfig,
} from './create-mcp-client.js';
export { withForwardedHeaders } from './forwarded-headers.js';
export type { MCPClock } from './mcp-clock.js';
export { MCPError, type MCPErrorCode, type MCPErrorDetails } from './mcp-error.js';
export type { MCPLogger } from './mcp-logger.js';
export { createMCPPool, type MCPLease, type MCPPool, type MCPPoolOptions } from './mcp-pool.js';
export type {
  MCPAuthProvider,
  MCPConnection,
  MCPContent,
  MCPHttpServerConfig,
  MCPRequestOptions,
  MCPServerConfig,
  MCPSseServerConfig,
  MCPTool,
  MCPToolResult,
} from './mcp-types.js';
