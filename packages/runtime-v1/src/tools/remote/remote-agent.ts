import { ConfigError, type Logger, type RuntimeAgent } from '@flightdeck/core';
import { ServiceAdapterAgent } from '../../adapters/service-adapter-agent.js';
import type { V1Request } from '../../run/v1-request.js';
import { RemoteAgentAdapter } from './remote-agent-adapter.js';
import type { RemoteEndpointClient } from './remote-endpoint-client.js';
import type { RemoteAgent } from './remote-info.js';

export interface RemoteAgentOptions {
  readonly request: V1Request;
  readonly logger?: Logger | undefined;
}

/** An agent of a remote server. Those that it cannot be spoken with say so when they are run. */
export function remoteAgentOf(
  remote: RemoteEndpointClient,
  info: RemoteAgent,
  { request, logger }: RemoteAgentOptions,
): RuntimeAgent {
  const { name, description, type } = info;
  if (type !== 'crewai') return refusingAgent(remote, info);
  const agent = new ServiceAdapterAgent(new RemoteAgentAdapter(name, remote, request), { logger });
  agent.agentId = name;
  agent.description = description;
  return agent;
}

function refusingAgent(remote: RemoteEndpointClient, info: RemoteAgent): RuntimeAgent {
  const { name, description, type } = info;
  const remedy =
    type === 'langgraph'
      ? 'serve it with AG-UI (add_langgraph_fastapi_endpoint of ag_ui_langgraph), and use LangGraphHttpAgent of /langgraph, or langGraphPlatformEndpoint()'
      : 'serve it with AG-UI, and use HttpAgent of @ag-ui/client';
  return {
    agentId: name,
    description,
    clone() {
      return this;
    },
    async runAgent() {
      throw new ConfigError(
        `Agent "${name}" of ${remote.shown} speaks a protocol that is no longer spoken here: ${remedy}`,
      );
    },
  };
}
