import type { ToolDefinition } from '@flightdeck/agent';
import { actionToTool } from '../../actions/action-to-tool.js';
import type { ReportError } from '../../errors/copilot-error-event.js';
import type { V1Request } from '../../run/v1-request.js';
import type { RemoteEndpointClient } from './remote-endpoint-client.js';
import type { RemoteInfo } from './remote-info.js';

export interface RemoteActionsOptions {
  readonly request: V1Request;
  readonly report: ReportError;
}

/** The actions of a remote server as tools that run there. */
export function remoteActionsOf(
  remote: RemoteEndpointClient,
  { actions }: RemoteInfo,
  { request, report }: RemoteActionsOptions,
): readonly ToolDefinition[] {
  return actions.map(({ name, description, parameters }) => {
    const action = {
      name,
      description,
      parameters,
      handler: (args: unknown, { signal }: { readonly signal: AbortSignal }) =>
        remote.execute(request, { name, arguments: args }, signal),
    };
    return actionToTool(action, report);
  });
}
