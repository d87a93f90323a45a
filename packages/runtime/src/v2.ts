// The names of `@copilotkit/runtime/v2`, and those that its option types need. What is not named here
// may change without notice.

export {
  AgentRunner,
  ConfigError,
  CopilotRuntime,
  CopilotSseRuntime,
  createCopilotRuntimeHandler,
  createRunEventFinalizer,
  finalizeRunEvents,
  InMemoryAgentRunner,
  isA2UIEnabled,
  resolveAgents,
  RuntimeError,
  supportsLocalThreadEndpoints,
  TranscriptionService,
  VERSION,
} from '@flightdeck/core';
export type {
  A2UIOptions,
  AfterRequestMiddleware,
  AfterRequestMiddlewareParameters,
  AgentFactoryContext,
  AgentRunnerConnectRequest,
  AgentRunnerIsRunningRequest,
  AgentRunnerRunRequest,
  AgentRunnerStopRequest,
  AgentsConfig,
  AgentsFactory,
  BeforeRequestMiddleware,
  CopilotCorsConfig,
  CopilotRuntimeFetchHandler,
  CopilotRuntimeHandlerOptions,
  CopilotRuntimeHooks,
  CopilotRuntimeOptions,
  CopilotRuntimeUser,
  CopilotSseRuntimeOptions,
  DebugConfig,
  ErrorHookContext,
  FinalizeRunOptions,
  ForwardHeadersConfig,
  HandlerHookContext,
  HookContext,
  IdentifyUserCallback,
  InMemoryAgentRunnerOptions,
  InMemoryLimits,
  LocalThreadEndpointRecord,
  LocalThreadEndpointRunner,
  Logger,
  McpAppsConfig,
  McpAppsServerConfig,
  OpenGenerativeUIConfig,
  OpenGenerativeUIOptions,
  ResponseHookContext,
  RouteInfo,
  RunEventFinalizer,
  StoreEngine,
  TranscribeFileOptions,
} from '@flightdeck/core';

export {
  BasicAgent,
  BuiltInAgent,
  classifyModelSpec,
  convertAISDKStream,
  convertInputToTanStackAI,
  convertJsonSchemaToZodSchema,
  convertMessagesToVercelAISDKMessages,
  convertTanStackStream,
  convertToolDefinitionsToVercelAITools,
  convertToolsToVercelAITools,
  defineTool,
  InterruptSignal,
  LearnedSkillsError,
  resolveModel,
} from '@flightdeck/agent';
export type {
  BasicAgentConfiguration,
  BuiltInAgentAISDKFactoryConfig,
  BuiltInAgentClassicConfig,
  BuiltInAgentConfiguration,
  BuiltInAgentCustomFactoryConfig,
  BuiltInAgentFactoryConfig,
  BuiltInAgentFactoryContext,
  BuiltInAgentModel,
  BuiltInAgentTanStackFactoryConfig,
  MCPClientConfig,
  MCPClientConfigHTTP,
  MCPClientConfigSSE,
  MCPClientProvider,
  MessageConversionOptions,
  ModelSpecifier,
  OverridableProperty,
  TanStackChatMessage,
  TanStackClientTool,
  TanStackContentPart,
  TanStackInputResult,
  ToolDefinition,
} from '@flightdeck/agent';

export {
  createCopilotEndpointExpress,
  createCopilotEndpointSingleRouteExpress,
  createCopilotExpressHandler,
} from '@flightdeck/runtime-express';
export type {
  CopilotExpressEndpointParams,
  CopilotExpressRouter,
} from '@flightdeck/runtime-express';

export {
  createCopilotEndpoint,
  createCopilotEndpointSingleRoute,
  createCopilotHonoHandler,
  toFetchCorsConfig,
} from '@flightdeck/runtime-hono';
export type {
  CopilotEndpointCorsConfig,
  CopilotHonoApp,
  CopilotHonoEndpointParams,
} from '@flightdeck/runtime-hono';

export {
  CopilotIntelligenceRuntime,
  isIntelligenceRuntime,
} from './intelligence/copilot-intelligence-runtime.js';
export type { CopilotIntelligenceRuntimeOptions } from './intelligence/copilot-intelligence-runtime.js';
export { CopilotKitIntelligence } from './intelligence/copilotkit-intelligence.js';
export type { CopilotKitIntelligenceConfig } from './intelligence/copilotkit-intelligence.js';
export { IntelligenceAgentRunner } from './intelligence/intelligence-agent-runner.js';
export type {
  CopilotKitRequestHandler,
  CopilotRuntimeConstructor,
  CopilotRuntimeLike,
} from './runtime-types.js';
