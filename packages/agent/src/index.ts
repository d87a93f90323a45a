export { BasicAgent, type BasicAgentConfiguration } from './basic-agent.js';
export { BuiltInAgent, type BuiltInAgentConfiguration } from './built-in-agent.js';
export type { BuiltInAgentFactoryConfig } from './factories/factory-config.js';
export type { MCPClientConfig, MCPClientProvider, MCPOptions } from './mcp/mcp-options.js';
export type { LanguageModel } from './model/language-model.js';
export type { ModelSettings, ToolChoice } from './model/model-call.js';
export { ModelFailure, type ModelFailureCode } from './model/model-failure.js';
export type { ProviderOptions } from './model/prompt.js';
export { AgentConfigError } from './options/agent-config-error.js';
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
} from './options/agent-options.js';
export { AgentRunError, type RunErrorCode } from './run/run-error.js';
export {
  defineTool,
  type AnyToolDefinition,
  type ToolDefinition,
  type ToolInput,
} from './tools/define-tool.js';
export type { ToolContext } from './tools/run-tool.js';
