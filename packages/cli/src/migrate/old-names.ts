import { OLD_PACKAGE } from '../versions.js';

const NO_GRAPHQL =
  'has no counterpart: there is no GraphQL engine, clients of it are served without';
const INTERNAL = 'has no counterpart: it is an inner part of the old package';
const BY_LANGGRAPH = 'is to be imported from the path /langgraph';

export const NO_INTELLIGENCE =
  'belongs to CopilotKit Intelligence, which is not offered: threads are kept by `threads: sqliteThreads(…)` or `postgresThreads(…)`';

/** Exports that are there, so that imports of them work, but refuse to be used, and why. */
export const REFUSING_NAMES: Readonly<Record<string, string>> = {
  OpenAIAssistantAdapter:
    'refuses to be made, as its API is gone: use OpenAIAdapter or BuiltInAgent',
  TelemetryAgentRunner: 'refuses to be made, as there is no telemetry: use the runner itself',
  CopilotIntelligenceRuntime: NO_INTELLIGENCE,
  CopilotKitIntelligence: NO_INTELLIGENCE,
  IntelligenceAgentRunner: NO_INTELLIGENCE,
};

/** Exports that have no counterpart, and why: those of 1.75.0 that our package does not have. */
export const MISSING_NAMES: Readonly<Record<string, string>> = {
  ...withReason(NO_GRAPHQL, [
    'buildSchema',
    'CommonConfig',
    'getCommonConfig',
    'GraphQLRequestContext',
    'GuardrailsValidationFailureResponse',
    'MessageStreamInterruptedResponse',
    'UnknownErrorResponse',
  ]),
  ...withReason('has no counterpart: adapters filter by themselves', ['FilterThinkingTextBuffer']),
  ...withReason('has no counterpart, like what it is for', ['TelemetryAgentRunnerConfig']),
  ...withReason('has no counterpart: CopilotRuntimeLike stands for every runtime', [
    'CopilotSseRuntimeLike',
  ]),
  ...withReason(INTERNAL, [
    'InMemoryThread',
    'MCPTransport',
    'RunnerStartupBoundary',
    'ɵBoundedThreadStore',
    'ɵestimateBytes',
    'ɵGLOBAL_STORE',
    'ɵINMEMORY_DEFAULTS',
    'ɵnormalizeLimits',
  ]),
  ...withReason(NO_INTELLIGENCE, [
    'BuiltInAgentLearnedSkills',
    'BuiltInAgentLearnedSkillsOptions',
    'ChannelsControl',
    'ChannelStatus',
    'CopilotIntelligenceRuntimeLike',
    'CopilotRuntimeFetchHandlerWithChannels',
    'CopilotRuntimeLearningConfig',
    'CopilotRuntimeLearningContext',
    'CopilotRuntimeMemoryConfig',
    'CreateThreadRequest',
    'GetLearnedSkillsSnapshotRequest',
    'GetLearnedSkillsSnapshotsRequest',
    'GetLearningContainerId',
    'IntelligenceAgentRunnerOptions',
    'LearnedSkillsBatchResult',
    'LearnedSkillsErrorCode',
    'LearnedSkillsSnapshotResult',
    'LearningContainerSelectorInput',
    'ListThreadsResponse',
    'MemoryAccess',
    'MemoryConsumer',
    'MemoryGrant',
    'NodeCopilotListenerWithChannels',
    'RuntimeWithDeclaredChannels',
    'SubscribeToThreadsRequest',
    'SubscribeToThreadsResponse',
    'ThreadSummary',
    'UpdateThreadRequest',
  ]),
};

/** Exports that our package has under another path than the old one, by that of the old one. */
export const MOVED_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': withReason(BY_LANGGRAPH, [
    'CustomEventNames',
    'LangGraphAgent',
    'LangGraphHttpAgent',
    'PredictStateTool',
    'TextMessageEvents',
    'ToolCallEvents',
  ]),
  '/v2': withReason('is to be imported from the package itself, without /v2', ['MCPClient']),
};

/** Why somebody has to look at a name that is taken from an old module, if so. */
export function reasonOf(name: string, module: string): string | undefined {
  const path = module.slice(OLD_PACKAGE.length);
  const reasons = { ...MISSING_NAMES, ...REFUSING_NAMES, ...MOVED_NAMES[path] };
  return Object.hasOwn(reasons, name) ? reasons[name] : undefined;
}

function withReason(reason: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}
