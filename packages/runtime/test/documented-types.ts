import type * as v2 from '@flightdeck/runtime/v2';
import type * as express from '@flightdeck/runtime/v2/express';
import type * as hono from '@flightdeck/runtime/v2/hono';
import type * as node from '@flightdeck/runtime/v2/node';

/** protocol.md 13.1: that each of them is there is proven by compiling this file. */
export interface DocumentedTypes {
  context: v2.AgentFactoryContext;
  config: v2.AgentsConfig;
  factory: v2.AgentsFactory;
  run: v2.AgentRunnerRunRequest;
  connect: v2.AgentRunnerConnectRequest;
  isRunning: v2.AgentRunnerIsRunningRequest;
  stop: v2.AgentRunnerStopRequest;
  thread: v2.LocalThreadEndpointRecord;
  runner: v2.LocalThreadEndpointRunner;
  inMemory: v2.InMemoryAgentRunnerOptions & v2.InMemoryLimits;
  options: v2.CopilotRuntimeOptions;
  sse: v2.CopilotSseRuntimeOptions;
  intelligence: v2.CopilotIntelligenceRuntimeOptions & v2.CopilotKitIntelligenceConfig;
  runtime: v2.CopilotRuntimeLike;
  constructor: v2.CopilotRuntimeConstructor;
  user: v2.CopilotRuntimeUser;
  identify: v2.IdentifyUserCallback;
  apps: v2.McpAppsConfig & v2.McpAppsServerConfig;
  generative: v2.OpenGenerativeUIConfig | v2.OpenGenerativeUIOptions;
  transcribe: v2.TranscribeFileOptions;
  handler: v2.CopilotRuntimeHandlerOptions;
  fetch: v2.CopilotRuntimeFetchHandler;
  request: v2.CopilotKitRequestHandler;
  hooks: v2.CopilotRuntimeHooks;
  hook: v2.HookContext | v2.HandlerHookContext | v2.ResponseHookContext | v2.ErrorHookContext;
  route: v2.RouteInfo;
  cors: v2.CopilotCorsConfig;
  finalize: v2.FinalizeRunOptions & v2.RunEventFinalizer;
  // Those that upstream's options need and do not export.
  before: v2.BeforeRequestMiddleware;
  after: v2.AfterRequestMiddleware;
  headers: v2.ForwardHeadersConfig;
  debug: v2.DebugConfig;
  express: express.CopilotExpressRouter | express.CopilotExpressEndpointParams;
  hono: hono.CopilotHonoApp | hono.CopilotEndpointCorsConfig;
  node: node.NodeCopilotListener | node.NodeFetchHandler;
}
