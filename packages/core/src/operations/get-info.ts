import type { Operation, OperationContext } from '../http/operation.js';
import { jsonReply } from '../http/reply.js';
import { realtimeUrlFor } from '../realtime/realtime-url.js';
import type { AgentRecord, RuntimeAgent } from '../runtime/agent.js';
import { threadSourceOf } from '../runtime/thread-source.js';
import { VERSION } from '../version.js';
import { loadAgents, orFailure } from './load-agent.js';
import { realtimeOf } from './thread-access.js';

/** What `/info` tells of one agent. */
export interface AgentInfo {
  readonly name: string;
  readonly description?: string;
  readonly className: string;
  readonly capabilities?: unknown;
}

/** `GET /info`, protocol.md 5.1: what clients ask first. */
export const getInfo: Operation = async (context) => {
  const { runtime, singleRouteOnly, isEnvelope } = context;
  const agents = await orFailure(context, 'retrieve runtime information', () =>
    loadAgents(context),
  );
  const threadEndpoints = availableThreadEndpoints(context);
  return jsonReply({
    version: VERSION,
    agents: await describeAgents(context, agents),
    audioFileTranscriptionEnabled: runtime.settings.transcriptionService !== undefined,
    mode: runtime.mode,
    threadEndpoints: singleRouteOnly ? NO_THREAD_ENDPOINTS : threadEndpoints,
    // Clients take it for the address of the hosted platform's sockets, and look for ours there.
    ...(threadEndpoints.realtimeMetadata ? { intelligence: { wsUrl: socketUrl(context) } } : {}),
    ...(isEnvelope ? { singleRoute: { resourceOperations: true, threadEndpoints } } : {}),
    suggestions: true,
    ...runtime.settings.middlewares.info,
    telemetryDisabled: true,
  });
};

const NO_THREAD_ENDPOINTS = {
  list: false,
  inspect: false,
  mutations: false,
  realtimeMetadata: false,
};

function availableThreadEndpoints(context: OperationContext): typeof NO_THREAD_ENDPOINTS {
  const { runtime } = context;
  const source = threadSourceOf(runtime);
  const open = runtime.identifiesUsers || runtime.settings.isDevelopment;
  if (source === null || !open) return NO_THREAD_ENDPOINTS;
  const realtimeMetadata = realtimeOf(context) !== null;
  return { list: true, inspect: true, mutations: source.canMutate, realtimeMetadata };
}

function socketUrl(context: OperationContext): string {
  const { runtime, headers, isEnvelope } = context;
  const configured = runtime.settings.realtime.url;
  return configured ?? realtimeUrlFor({ url: context.url(), headers, isEnvelope });
}

async function describeAgents(
  context: OperationContext,
  agents: AgentRecord,
): Promise<Record<string, AgentInfo>> {
  const described = Object.entries(agents).map(async ([id, agent]) => {
    const capabilities = await capabilitiesOf(context, id, agent);
    const info: AgentInfo = {
      name: id,
      ...(agent.description === undefined ? {} : { description: agent.description }),
      className: agent.constructor?.name ?? 'Object',
      ...(capabilities ? { capabilities } : {}),
    };
    return [id, info] as const;
  });
  return Object.fromEntries(await Promise.all(described));
}

/** An agent that is slow or fails to tell its capabilities has none: the client is waiting. */
async function capabilitiesOf(
  { runtime }: OperationContext,
  agentId: string,
  agent: RuntimeAgent,
): Promise<unknown> {
  if (typeof agent.getCapabilities !== 'function') return undefined;
  const { clock, logger, capabilitiesTimeoutMs } = runtime.settings;
  try {
    const capabilities = await runtime.capabilities.of(agent, capabilitiesTimeoutMs, clock);
    // What JSON cannot express would take the whole answer with it.
    JSON.stringify(capabilities);
    return capabilities;
  } catch (error) {
    logger.warn(`Agent '${agentId}' did not tell its capabilities`, error);
    return undefined;
  }
}
