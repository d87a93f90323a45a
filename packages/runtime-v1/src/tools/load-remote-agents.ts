import type { AgentRecord, Logger } from '@flightdeck/core';
import type { V1Request } from '../run/v1-request.js';
import { langGraphPlatformAgents } from './lang-graph-platform-agents.js';
import type { CopilotKitEndpoint, EndpointDefinition } from './remote-endpoint.js';
import { describeProblem } from './remote/describe-problem.js';
import { remoteAgentOf } from './remote/remote-agent.js';
import { RemoteEndpointClient } from './remote/remote-endpoint-client.js';
import { isCopilotKitEndpoint } from './resolve-tool-params.js';
import type { ToolSeams } from './tool-seams.js';

export interface LoadRemoteAgentsOptions extends ToolSeams {
  readonly logger?: Logger | undefined;
}

/**
 * The agents of remote endpoints, for one request. A server that cannot be asked costs its agents
 * and gives a warning, nothing else. Of two agents with one name the first counts. v1.md 8.
 *
 * @throws ConfigError where an endpoint needs a package that is not installed
 */
export async function loadRemoteAgents(
  endpoints: readonly EndpointDefinition[],
  request: V1Request,
  options: LoadRemoteAgentsOptions = {},
): Promise<AgentRecord> {
  const found = await Promise.all(
    endpoints.map((endpoint) =>
      isCopilotKitEndpoint(endpoint)
        ? agentsOfServer(endpoint, request, options)
        : langGraphPlatformAgents([endpoint], options.loadLangGraph),
    ),
  );
  return Object.fromEntries(found.toReversed().flatMap((agents) => Object.entries(agents)));
}

async function agentsOfServer(
  endpoint: CopilotKitEndpoint,
  request: V1Request,
  options: LoadRemoteAgentsOptions,
): Promise<AgentRecord> {
  const { logger } = options;
  const remote = new RemoteEndpointClient(endpoint, options);
  try {
    const { agents } = await remote.info(request);
    return Object.fromEntries(
      agents.map((agent) => [agent.name, remoteAgentOf(remote, agent, { request, logger })]),
    );
  } catch (error) {
    logger?.warn(`The agents of ${remote.shown} are left out: ${describeProblem(error)}`);
    return {};
  }
}
