export {
  callTool,
  sayText,
  think,
  type ModelAnswer,
  type ModelBlock,
  type ModelFinish,
  type ReasoningBlock,
  type TextBlock,
  type ToolBlock,
} from './models/model-answer.js';
export {
  modelAnswers,
  modelCuts,
  modelIsSilent,
  modelRefuses,
  type AnswerTurn,
  type CutTurn,
  type DeliveryFaults,
  type ModelTurn,
  type RefusalTurn,
  type SilentTurn,
} from './models/model-turn.js';
export { ModelFaultServer, type ModelRequest } from './models/model-fault-server.js';
export type { ModelProtocolName } from './models/protocols/model-protocol.js';

export { FakeClock } from './support/fake-clock.js';
export { growthPerCall, growthPerItem, NO_GROWTH } from './support/growth.js';
export {
  runAgentRunnerContract,
  type AgentRunnerContractOptions,
} from './agent-runner-contract.js';
export type { TestApi } from './test-api.js';
export { runThreadStoreContract } from './thread-store-contract.js';
export type { ThreadStoreContractOptions } from './thread-store-contract.js';

export { createGate, type Gate } from './agents/gate.js';
export {
  AgentLog,
  ScriptedAgent,
  type AgentRun,
  type Script,
  type ScriptedAgentOptions,
} from './agents/scripted-agent.js';
export { createStage, type Stage } from './agents/stage.js';
export { waitingAt } from './agents/waiting-at.js';
export {
  failingAgent,
  noisyAgent,
  silentAgent,
  slowAgent,
  wedgedAgent,
} from './agents/faulty-agents.js';
export {
  answer,
  runFinished,
  runStarted,
  textDelta,
  textEnd,
  textMessage,
  textStart,
  toolCall,
  toolResult,
  type ScriptedCall,
} from './agents/events.js';

export { eventOf, parseFrame, type SseFrame } from './sse/sse-frame.js';
export { SseReader } from './sse/sse-reader.js';
export { collectRun, only, terminalOf, textOf, type CollectedRun } from './sse/collect-run.js';

export { runBody, runBodySaying, userMessage, type RunBody } from './http/run-input.js';
export {
  jsonOf,
  RuntimeClient,
  type CallOptions,
  type FetchFunction,
  type RuntimeClientOptions,
  type Transport,
} from './http/runtime-client.js';
export {
  listenOnLoopback,
  serveFetchHandler,
  type ListeningServer,
  type LoopbackServer,
} from './http/serve-fetch-handler.js';
export { dechunk, RawConnection, rawPost } from './http/raw-connection.js';

export { DEADLINE_MS, until, withDeadline } from './support/with-deadline.js';
export { uniqueId } from './support/unique-id.js';

export { findPostgres, findRedis, type FoundServer } from './servers/find-servers.js';
export { OwnPostgres, type PostgresEnd } from './servers/own-postgres.js';
export { OwnRedis } from './servers/own-redis.js';

export { McpTestServer, type McpTestRequest } from './mcp/mcp-test-server.js';
export type { McpTestServerOptions } from './mcp/mcp-test-answers.js';
export type { McpFault } from './mcp/mcp-fault.js';
export type { McpTestTool } from './mcp/mcp-test-tool.js';

export { baseUrlOf } from './http-contract/http-harness.js';
export { runHttpAdapterContract } from './http-contract/http-adapter-contract.js';
export type {
  HttpAdapterContractOptions,
  HttpAdapterTraits,
  HttpFixture,
  HttpMount,
  HttpServerUnderTest,
} from './http-contract/http-harness.js';

export {
  conformanceAgent,
  type ConformanceAgentOptions,
  type ConformanceCapabilities,
} from './conformance/conformance-agent.js';
export type { ConformanceCase } from './conformance/conformance-case.js';
export { conformanceTranscription } from './conformance/conformance-transcription.js';
export {
  runConformance,
  type ConformanceOptions,
  type ConformanceReport,
  type ConformanceResult,
} from './conformance/run-conformance.js';

export {
  runOwnershipContract,
  type OwnershipContractOptions,
} from './ownership/ownership-contract.js';
export { runEngineModelCheck, type EngineModelCheckOptions } from './engine-model-check.js';
