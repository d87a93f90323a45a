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
