import type { Operation, OperationContext } from '../http/operation.js';
import { jsonTextReply } from '../http/reply.js';
import { isThenable } from '../internal/is-thenable.js';
import { realtimeUrlFor } from '../realtime/realtime-url.js';
import { threadAbilitiesOf } from '../runtime/thread-source.js';
import { VERSION } from '../version.js';
import { describeAgents } from './describe-agents.js';
import { loadAgents, orFailure } from './load-agent.js';
import { realtimeOf } from './thread-access.js';

/** `GET /info`, protocol.md 5.1: what clients ask first. */
export const getInfo: Operation = async (context) => {
  const loaded = orFailure(context, 'retrieve runtime information', () => loadAgents(context));
  const agents = isThenable(loaded) ? await loaded : loaded;
  const asked = describeAgents(context, agents);
  const described = isThenable(asked) ? await asked : asked;
  const threadEndpoints = availableThreadEndpoints(context);
  const wsUrl = threadEndpoints.realtimeMetadata ? socketUrl(context) : undefined;
  const { runtime, singleRouteOnly, isEnvelope } = context;
  const { list, mutations } = threadEndpoints;
  // Everything that is told below and may differ from one request to the next.
  const facts = [singleRouteOnly, isEnvelope, list, mutations, wsUrl, ...described.facts];
  const text = runtime.infoTexts.of(facts, () =>
    JSON.stringify({
      version: VERSION,
      agents: described.infos(),
      audioFileTranscriptionEnabled: runtime.settings.transcriptionService !== undefined,
      mode: runtime.mode,
      threadEndpoints: singleRouteOnly ? NO_THREAD_ENDPOINTS : threadEndpoints,
      // Clients take it for the address of the hosted platform's sockets, and look for ours there.
      ...(wsUrl === undefined ? {} : { intelligence: { wsUrl } }),
      ...(isEnvelope ? { singleRoute: { resourceOperations: true, threadEndpoints } } : {}),
      suggestions: true,
      ...runtime.settings.middlewares.info,
      telemetryDisabled: true,
    }),
  );
  return jsonTextReply(text);
};

const NO_THREAD_ENDPOINTS = {
  list: false,
  inspect: false,
  mutations: false,
  realtimeMetadata: false,
};

function availableThreadEndpoints(context: OperationContext): typeof NO_THREAD_ENDPOINTS {
  const { runtime } = context;
  const abilities = threadAbilitiesOf(runtime);
  const open = runtime.identifiesUsers || runtime.settings.isDevelopment;
  if (abilities === 'none' || !open) return NO_THREAD_ENDPOINTS;
  const realtimeMetadata = realtimeOf(context) !== null;
  return { list: true, inspect: true, mutations: abilities === 'change', realtimeMetadata };
}

function socketUrl(context: OperationContext): string {
  const { runtime, headers, isEnvelope } = context;
  const configured = runtime.settings.realtime.url;
  return configured ?? realtimeUrlFor({ url: context.url(), headers, isEnvelope });
}
