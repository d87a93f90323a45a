export { CopilotRuntime, type AgentDescription, type AgentStateAnswer } from './copilot-runtime.js';
export type { MountAgentsOptions } from './run/mount-agents.js';
export type { CopilotRuntimeConstructorParams } from './options/runtime-params.js';
export type { CreateCopilotRuntimeServerOptions } from './options/endpoint-options.js';
export type {
  FetchEndpointHandler,
  NextFunction,
  NodeEndpointHandler,
} from './endpoints/endpoint-handlers.js';
export { copilotRuntimeNestEndpoint } from './endpoints/nest-endpoint.js';
export {
  copilotRuntimeNextJSAppRouterEndpoint,
  type NextAppRouterEndpoint,
} from './endpoints/next-app-router-endpoint.js';
export {
  config,
  copilotRuntimeNextJSPagesRouterEndpoint,
} from './endpoints/next-pages-router-endpoint.js';
export { copilotRuntimeNodeExpressEndpoint } from './endpoints/node-express-endpoint.js';
export { copilotRuntimeNodeHttpEndpoint } from './endpoints/node-http-endpoint.js';
export type {
  Action,
  ActionCallContext,
  ActionsConfiguration,
  ActionsContext,
  Parameter,
  ParameterType,
} from './actions/action.js';
export { actionParametersToJsonSchema } from './actions/action-parameters-to-json-schema.js';
export {
  copilotKitEndpoint,
  langGraphPlatformEndpoint,
  resolveEndpointType,
} from './tools/endpoint-definitions.js';
export { RemoteChain } from './tools/langserve/remote-chain.js';
export type {
  AllowRequestMCPServers,
  CreateMCPClientFunction,
  MCPEndpointConfig,
} from './tools/mcp-servers.js';
export { convertMCPToolsToActions } from './tools/mcp/convert-mcp-tools-to-actions.js';
export { extractParametersFromSchema } from './tools/mcp/extract-parameters-from-schema.js';
export { generateMcpToolInstructions } from './tools/mcp/generate-mcp-tool-instructions.js';
export type { MCPClient, MCPTool, MCPToolSchema } from './tools/mcp/mcp-tool.js';
export type {
  CopilotKitEndpoint,
  EndpointDefinition,
  LangGraphPlatformEndpoint,
  RemoteChainParameters,
  RemoteRequestContext,
} from './tools/remote-endpoint.js';
