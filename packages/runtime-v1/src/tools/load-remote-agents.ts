import type { AgentRecord, Logger } from '@flightdeck/core';
import type { V1Request } from '../run/v1-request.js';
import type { EndpointDefinition } from './remote-endpoint.js';

export interface LoadRemoteAgentsOptions {
  readonly logger?: Logger | undefined;
}

/**
 * The agents of remote endpoints, for one request. An endpoint that cannot be asked costs its agents
 * and gives a warning, nothing else.
 *
 * @throws ConfigError where an endpoint needs a package that is not installed
 */
export async function loadRemoteAgents(
  _endpoints: readonly EndpointDefinition[],
  _request: V1Request,
  _options: LoadRemoteAgentsOptions = {},
): Promise<AgentRecord> {
  return {};
}
