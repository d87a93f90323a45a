import { ConfigError, type RuntimeAgent } from '@flightdeck/core';
import type { V1Request } from '../../run/v1-request.js';
import type { RemoteEndpointClient } from './remote-endpoint-client.js';
import type { RemoteAgent } from './remote-info.js';

/** An agent of a remote server. Those that it cannot be spoken with say so when they are run. */
export function remoteAgentOf(
  remote: RemoteEndpointClient,
  { name, description, type }: RemoteAgent,
  _request: V1Request,
): RuntimeAgent {
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
