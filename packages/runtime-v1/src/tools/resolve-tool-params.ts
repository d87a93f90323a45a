import { ConfigError } from '@flightdeck/core';
import type { ActionsConfiguration } from '../actions/action.js';
import { checkActions } from '../actions/check-actions.js';
import { isRecord } from '../internal/is-record.js';
import { resolveEndpointType } from './endpoint-definitions.js';
import { checkLangGraphPlatformEndpoint } from './lang-graph-platform-agents.js';
import { RemoteChain } from './langserve/remote-chain.js';
import { checkMCPServers } from './mcp/check-mcp-servers.js';
import type { AllowRequestMCPServers, MCPEndpointConfig } from './mcp-servers.js';
import type { CopilotKitEndpoint, EndpointDefinition } from './remote-endpoint.js';
import { RemoteEndpointClient } from './remote/remote-endpoint-client.js';
import type { ToolParams } from './tool-params.js';
import type { ToolSeams } from './tool-seams.js';

/** {@link ToolParams}, checked and with every default filled in. */
export interface ResolvedToolParams {
  readonly actions: ActionsConfiguration;
  readonly chains: readonly RemoteChain[];
  readonly remotes: readonly RemoteEndpointClient[];
  readonly mcpServers: readonly MCPEndpointConfig[];
  readonly allowRequestMCPServers: AllowRequestMCPServers;
}

/** @throws ConfigError that names the first mistake */
export function resolveToolParams(params: ToolParams, seams: ToolSeams = {}): ResolvedToolParams {
  const { actions = [], langserve = [], mcpServers = [], createMCPClient } = params;
  const { allowRequestMCPServers = false } = params;
  if (createMCPClient !== undefined && typeof createMCPClient !== 'function') {
    throw new ConfigError('createMCPClient must be a function');
  }
  if (typeof allowRequestMCPServers !== 'boolean' && typeof allowRequestMCPServers !== 'function') {
    throw new ConfigError('allowRequestMCPServers must be true, false or a function');
  }
  if (!Array.isArray(langserve)) throw new ConfigError('langserve must be an array of chains');
  return {
    actions: typeof actions === 'function' ? actions : checkActions(actions),
    chains: langserve.map((chain) => new RemoteChain(chain, seams)),
    remotes: checkEndpoints(remoteEndpointsOf(params))
      .filter(isCopilotKitEndpoint)
      .map((endpoint) => new RemoteEndpointClient(endpoint, seams)),
    mcpServers: checkMCPServers(mcpServers, createMCPClient === undefined),
    allowRequestMCPServers,
  };
}

/** `remoteActions` is the former name of `remoteEndpoints`, and counts where that is absent. v1.md 4. */
export function remoteEndpointsOf({
  remoteEndpoints,
  remoteActions = [],
}: Pick<ToolParams, 'remoteEndpoints' | 'remoteActions'>): readonly EndpointDefinition[] {
  return remoteEndpoints ?? remoteActions;
}

/** @throws ConfigError for what is no list of endpoints */
function checkEndpoints(endpoints: unknown): readonly EndpointDefinition[] {
  if (!Array.isArray(endpoints)) throw new ConfigError('remoteEndpoints must be an array');
  for (const [index, endpoint] of (endpoints as readonly unknown[]).entries()) {
    const isNamed =
      isRecord(endpoint) &&
      (typeof endpoint['url'] === 'string' || typeof endpoint['deploymentUrl'] === 'string');
    if (!isNamed) {
      throw new ConfigError(
        `remoteEndpoints[${index}] must come of copilotKitEndpoint() or langGraphPlatformEndpoint()`,
      );
    }
  }
  const definitions = endpoints as readonly EndpointDefinition[]; // each of them was checked
  for (const definition of definitions) {
    if (!isCopilotKitEndpoint(definition)) checkLangGraphPlatformEndpoint(definition);
  }
  return definitions;
}

export function isCopilotKitEndpoint(endpoint: EndpointDefinition): endpoint is CopilotKitEndpoint {
  return resolveEndpointType(endpoint) === 'copilotKit';
}
