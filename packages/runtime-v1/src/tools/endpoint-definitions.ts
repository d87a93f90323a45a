import type {
  CopilotKitEndpoint,
  EndpointDefinition,
  LangGraphPlatformEndpoint,
} from './remote-endpoint.js';

/** Actions and agents of a server that speaks the remote protocol of v1, for `remoteEndpoints`. */
export function copilotKitEndpoint(
  config: Omit<CopilotKitEndpoint, 'type'>,
): CopilotKitEndpoint & { readonly type: 'copilotKit' } {
  return { ...config, type: 'copilotKit' };
}

/** Agents of a LangGraph platform, for `remoteEndpoints`. Needs the package `@ag-ui/langgraph`. */
export function langGraphPlatformEndpoint(
  config: Omit<LangGraphPlatformEndpoint, 'type'>,
): LangGraphPlatformEndpoint & { readonly type: 'langgraph-platform' } {
  return { ...config, type: 'langgraph-platform' };
}

/** Which kind an endpoint is: what its `type` says, else by its fields. */
export function resolveEndpointType(
  endpoint: EndpointDefinition,
): 'copilotKit' | 'langgraph-platform' {
  if (endpoint.type !== undefined) return endpoint.type;
  return 'deploymentUrl' in endpoint && 'agents' in endpoint ? 'langgraph-platform' : 'copilotKit';
}
