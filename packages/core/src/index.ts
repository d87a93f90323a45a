// The public API. Whatever is not named here may change without notice.

export { CopilotRuntime, CopilotRuntime as CopilotSseRuntime } from './runtime/copilot-runtime.js';
export type {
  AgentFactoryContext,
  AgentsConfig,
  AgentsFactory,
  CopilotRuntimeOptions,
  CopilotRuntimeOptions as CopilotSseRuntimeOptions,
  DebugOptions,
  DebugOptions as DebugConfig,
  OpenGenerativeUIConfig,
  RequestedRun,
  IdentifyUser,
  IdentifyUserContext,
  IdentifyUser as IdentifyUserCallback,
} from './runtime/runtime-options.js';
export { isA2UIEnabled } from '@flightdeck/middlewares';
export type {
  A2UIOptions,
  AguiEvent,
  MCPAppsOptions,
  MCPAppsOptions as McpAppsConfig,
  MCPAppsServer,
  MCPAppsServer as McpAppsServerConfig,
  OpenGenerativeUIOptions,
  RunAnswer,
  RunContext,
  RunInput,
  RunMiddleware,
  RunTransform,
} from '@flightdeck/middlewares';
export type { RealtimeOptions } from './realtime/realtime-options.js';
export type { RuntimeSettings } from './runtime/resolve-options.js';
export type {
  AgentEventSubscriber,
  AgentRecord,
  EventStream,
  ReattachableAgent,
  ReattachContext,
  RuntimeAgent,
} from './runtime/agent.js';
export { isRuntimeAgent } from './runtime/agent.js';
export { wrapAgent, type AgentWrapper, type WrappedRun } from './middlewares/wrap-agent.js';
export { resolveAgentsOf as resolveAgents } from './runtime/resolve-agents-of.js';
export type { Identity, Identity as CopilotRuntimeUser, ThreadOwner } from './runtime/identity.js';
export type { ThreadContents } from './runtime/thread-source.js';
export type { ThreadNameContext, ThreadNamer } from './runtime/thread-namer.js';
export { defaultLogger, type Logger } from './runtime/logger.js';
export { systemClock, type Clock } from './internal/clock.js';
export { DebugEventBus, type DebugEvent } from './runtime/debug-event-bus.js';
export type { AgentInfo } from './operations/describe-agents.js';

export { createCopilotRuntimeHandler } from './http/create-handler.js';
export type {
  CopilotRuntimeFetchHandler,
  CopilotRuntimeHandlerOptions,
} from './http/create-handler.js';
export { resolveCors, withCors, type CopilotCorsConfig, type ResolvedCors } from './http/cors.js';
export type { ForwardHeadersConfig } from './http/forward-headers.js';
export type {
  BeforeRequestMiddleware,
  CopilotRuntimeHooks,
  ErrorHookContext,
  FailedRun,
  HandlerHookContext,
  HookContext,
  ResponseHookContext,
  RouteInfo,
} from './http/hooks.js';
export type {
  AfterRequestMiddleware,
  AfterRequestMiddlewareParameters,
  FlatMessage,
} from './http/after-request.js';

export type { RunLimits } from './runs/run-limits.js';
export type { HistoryMode, HistoryOption } from './runs/history-mode.js';
export type { RecoveryOption, RecoveryPolicy } from './runs/recovery-policy.js';
export type { BusyPolicy, DisconnectPolicy } from './runs/run-policy.js';
export type { RunErrorCode } from './runs/run-error-code.js';
export {
  createRunEventFinalizer,
  finalizeRunEvents,
  type FinalizeRunOptions,
  type RunEventFinalizer,
} from './runs/finalize-run-events.js';

export { AgentRunner, supportsLocalThreadEndpoints } from './runner/agent-runner.js';
export type {
  AgentRunnerConnectRequest,
  AgentRunnerIsRunningRequest,
  AgentRunnerRunRequest,
  AgentRunnerStopRequest,
  LocalThreadEndpointRecord,
  LocalThreadEndpointRunner,
} from './runner/agent-runner.js';
export { InMemoryAgentRunner } from './runner/in-memory-agent-runner.js';
export type {
  InMemoryAgentRunnerOptions,
  InMemoryLimits,
} from './runner/in-memory-agent-runner.js';

export { TranscriptionService } from './transcription/transcription-service.js';
export type { TranscribeFileOptions } from './transcription/transcription-service.js';
export type { Transcript, TranscriptSegment } from './transcription/transcript.js';

export { ConfigError } from './errors/config-error.js';
export { ERROR_STATUS, type ErrorCode } from './errors/error-code.js';
export { RuntimeError, type RuntimeErrorOptions } from './errors/runtime-error.js';
export { VERSION } from './version.js';

// For adapters.
export {
  createDispatcher,
  type DispatcherOptions,
  type EndpointMode,
} from './http/create-dispatcher.js';
export type { RuntimeDispatcher } from './http/dispatcher.js';
export { fetchRequestSource, type FetchRequestOptions } from './http/fetch-request-source.js';
export type { HeaderView, RequestSource } from './http/request-source.js';
export {
  emptyReply,
  isFrameSource,
  jsonReply,
  textReply,
  type FrameSource,
  type Reply,
  type ReplyBody,
} from './http/reply.js';
export { renderResponse, toByteStream } from './http/render-response.js';
export { isResponseLike, type ResponseLike } from './http/error-reply.js';
export { normalizeBasePath } from './http/base-path.js';
export { createRouteClaim, type RouteClaim } from './http/route-claim.js';
export { payloadTooLarge } from './errors/wire-errors.js';
export { ROUTES, ROUTE_PATHS } from './http/route-table.js';
export type { RouteDefinition, RouteMethod, Verb } from './http/route-table.js';

export { REALTIME_PATH } from './realtime/realtime-url.js';
export type {
  RealtimeAdmission,
  RealtimeConnection,
  RealtimeHub,
  RealtimeUpgrade,
} from './realtime/realtime-hub.js';
export type { SocketPort } from './realtime/socket-port.js';

// The data that hooks, runners and agents handle.
export { ThreadFold, type ThreadFoldSeed } from '@flightdeck/store';
export type {
  BaseEvent,
  Context,
  Message,
  RunAgentInput,
  StoreEngine,
  Tool,
  ToolCall,
} from '@flightdeck/store';
