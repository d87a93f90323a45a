export { BasicAgent, type BasicAgentConfiguration } from './basic-agent.js';
export { BuiltInAgent, type BuiltInAgentConfiguration } from './built-in-agent.js';
export {
  convertJsonSchemaToZodSchema,
  type ZodLike,
  type ZodSchemaLike,
} from './compat/convert-json-schema.js';
export {
  convertMessagesToVercelAISDKMessages,
  type MessageConversionOptions,
  type VercelAISDKMessage,
} from './compat/convert-messages.js';
export {
  convertToolDefinitionsToVercelAITools,
  convertToolsToVercelAITools,
  type VercelAITool,
  type VercelAIToolSet,
} from './compat/convert-tools.js';
export { convertAISDKStream } from './factories/convert-ai-sdk-stream.js';
export {
  convertInputToTanStackAI,
  type TanStackChatMessage,
  type TanStackClientTool,
  type TanStackContentPart,
  type TanStackInputResult,
} from './factories/convert-input-to-tanstack.js';
export { convertTanStackStream } from './factories/convert-tanstack-stream.js';
export type {
  AgentFactoryContext,
  AgentFactoryContext as BuiltInAgentFactoryContext,
  BuiltInAgentAISDKFactoryConfig,
  BuiltInAgentCustomFactoryConfig,
  BuiltInAgentFactoryConfig,
  BuiltInAgentTanStackFactoryConfig,
  FactoryInterrupt,
  ResumeAnswer,
} from './factories/factory-config.js';
export { InterruptSignal } from './factories/interrupt-signal.js';
export type { MCPEndpointClient } from './mcp/endpoint-client.js';
export {
  mcpEndpointTools,
  type MCPEndpointTools,
  type MCPEndpointToolsOptions,
} from './mcp/mcp-endpoint-tools.js';
export type {
  MCPClientConfig,
  MCPClientConfigHTTP,
  MCPClientConfigSSE,
  MCPClientProvider,
  MCPOptions,
} from './mcp/mcp-options.js';
export { HistoryError } from './messages/history-error.js';
export type { LanguageModel } from './model/language-model.js';
export { classifyModelSpec } from './model/classify-model-spec.js';
export type { ModelSettings, ToolChoice } from './model/model-call.js';
export { ModelFailure } from './model/model-failure.js';
export type { ModelFailureCode, ModelFailureDetails } from './model/model-failure.js';
export type { ModelHostClass } from './model/model-hosts.js';
export type { ModelSourceSettings } from './model/model-source-settings.js';
export type { ProviderOptions } from './model/prompt.js';
export { registerProvider } from './model/register-provider.js';
export type { ProviderFactory } from './model/register-provider.js';
export { resolveModel } from './model/resolve-model.js';
export type { ResolvedModel } from './model/resolve-model.js';
export type { BuiltInAgentModel } from './options/built-in-agent-model.js';
export { AgentConfigError } from './options/agent-config-error.js';
export { LearnedSkillsError } from './options/learned-skills-error.js';
export type {
  AgentLogger,
  BuiltInAgentClassicConfig,
  FinishReport,
  ModelSpecifier,
  OpenAIInterface,
  OverridableProperty,
  PromptContext,
  StepReport,
  TokenUsage,
  ToolCallReport,
} from './options/agent-options.js';
export type { AgentUser } from './run/agent-user.js';
export type { AgentEvent } from './run/agent-event.js';
export { AgentRunError, type RunErrorCode } from './run/run-error.js';
export type { InnerAgent } from './server-tools/inner-agent.js';
export type {
  ServerToolProvider,
  ServerToolsContext,
  ServerToolSource,
  WithServerToolsOptions,
} from './server-tools/server-tools-options.js';
export { withServerTools } from './server-tools/with-server-tools.js';
export type {
  TelemetryOptions,
  TelemetrySpan,
  TelemetryTracer,
  TelemetryValue,
} from './telemetry/telemetry-options.js';
export {
  defineTool,
  type AnyToolDefinition,
  type ToolDefinition,
  type ToolInput,
  type TypedToolDefinition,
} from './tools/define-tool.js';
export type { ToolContext, ToolOrigin } from './tools/run-tool.js';
export { isReservedToolName } from './tools/tool-names.js';
export type { ToolAnswer, ToolQuestion } from './tools/tool-question.js';
export { ToolFailure } from './tools/tool-failure.js';
export type { ToolErrorCode } from './tools/tool-outcome.js';
