// The public API: the names of CopilotKit 1.x. Whatever is not named here may change without notice.

export { CopilotRuntime, type AgentDescription, type AgentStateAnswer } from './copilot-runtime.js';
export type { MountAgentsOptions } from './run/mount-agents.js';
export type { V1Request, V1Run } from './run/v1-request.js';
export type {
  CopilotRuntimeConstructorParams,
  CopilotRuntimeConstructorParams as CopilotRuntimeConstructorParams_BASE,
} from './options/runtime-params.js';
export type {
  CopilotRequestContextProperties,
  CreateCopilotRuntimeServerOptions,
  GraphQLContext,
} from './options/endpoint-options.js';
export {
  createLogger,
  type CopilotRuntimeLogger,
  type CreateLoggerOptions,
} from './options/create-logger.js';
export type { LogLevel } from './options/log-level.js';

export type {
  FetchEndpointHandler,
  NextFunction,
  NodeEndpointHandler,
} from './endpoints/endpoint-handlers.js';
export type { FastifyReplyLike, FastifyRequestLike } from './endpoints/fastify-pair.js';
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

export {
  AnthropicAdapter,
  BedrockAdapter,
  ExperimentalOllamaAdapter,
  GoogleGenerativeAIAdapter,
  GroqAdapter,
  OpenAIAdapter,
  UnifyAdapter,
  type AnthropicAdapterParams,
  type AnthropicPromptCachingConfig,
  type BedrockAdapterParams,
  type GoogleGenerativeAIAdapterOptions,
  type GroqAdapterParams,
  type OllamaAdapterOptions,
  type OpenAIAdapterParams,
  type UnifyAdapterParams,
} from './adapters/provider-adapters.js';
export {
  convertServiceAdapterError,
  ServiceAdapterError,
} from './adapters/convert-service-adapter-error.js';
export { EmptyAdapter, ExperimentalEmptyAdapter } from './adapters/empty-adapter.js';
export { LangChainAdapter } from './adapters/langchain/langchain-adapter.js';
export type {
  ChainFnParameters,
  LangChainAdapterOptions,
} from './adapters/langchain/langchain-types.js';
export {
  getSdkClientOptions,
  type SdkClientLike,
  type SdkClientOptions,
} from './adapters/sdk-client.js';
export type {
  ActionInput,
  CopilotRuntimeChatCompletionRequest,
  CopilotRuntimeChatCompletionResponse,
  CopilotServiceAdapter,
  ForwardedParametersInput,
} from './adapters/service-adapter.js';
export type { RuntimeEventSource, RuntimeEventStream } from './adapters/runtime-event-source.js';

export type {
  Action,
  ActionCallContext,
  ActionsConfiguration,
  ActionsContext,
  Parameter,
  ParameterType,
} from './actions/action.js';
export {
  copilotKitEndpoint,
  langGraphPlatformEndpoint,
  resolveEndpointType,
} from './tools/endpoint-definitions.js';
export type {
  CopilotKitEndpoint,
  EndpointDefinition,
  LangGraphPlatformEndpoint,
  RemoteChainParameters,
  RemoteRequestContext,
} from './tools/remote-endpoint.js';
export { RemoteChain } from './tools/langserve/remote-chain.js';
export type {
  AllowRequestMCPServers,
  CreateMCPClientFunction,
  MCPEndpointConfig,
} from './tools/mcp-servers.js';
export type { MCPClient, MCPTool, MCPToolSchema } from './tools/mcp/mcp-tool.js';
export { convertMCPToolsToActions } from './tools/mcp/convert-mcp-tools-to-actions.js';
export { extractParametersFromSchema } from './tools/mcp/extract-parameters-from-schema.js';
export { generateMcpToolInstructions } from './tools/mcp/generate-mcp-tool-instructions.js';

export type {
  Middleware,
  OnAfterRequestOptions,
  OnBeforeRequestOptions,
  OnStopGenerationOptions,
} from './hooks/run-hooks.js';
export type {
  CopilotObservabilityConfig,
  CopilotObservabilityHooks,
  LLMErrorData,
  LLMRequestData,
  LLMResponseData,
} from './hooks/observability-config.js';
export {
  ActionExecutionMessage,
  AgentStateMessage,
  ImageMessage,
  Message,
  ResultMessage,
  TextMessage,
  type MessageFields,
  type MessageRole,
  type MessageType,
} from './messages/message.js';

export type {
  CopilotErrorEvent,
  CopilotErrorHandler,
  CopilotRequestContext,
} from './errors/copilot-error-event.js';
export { CopilotKitError, type CopilotKitErrorFields } from './errors/copilot-kit-error.js';
export {
  CopilotKitErrorCode,
  ERROR_CONFIG,
  type ErrorVisibility,
  type Severity,
} from './errors/copilot-kit-error-code.js';
export { CopilotKitMisuseError } from './errors/copilot-kit-misuse-error.js';

// What is left out says so, and what to use instead.
export { LangGraphAgent, LangGraphHttpAgent } from './left-out/lang-graph-agents.js';
export { LeftOutError } from './left-out/left-out-error.js';
export {
  OpenAIAssistantAdapter,
  type OpenAIAssistantAdapterParams,
} from './left-out/open-ai-assistant-adapter.js';
export { TelemetryAgentRunner } from './left-out/telemetry-agent-runner.js';
