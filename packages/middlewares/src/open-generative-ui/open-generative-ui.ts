import type { SyncRunMiddleware } from '../sync-middleware.js';
import { OpenGenerativeUITransform } from './open-generative-ui-transform.js';

/** `true`: for all agents; otherwise for those named, or all if none are. */
export type OpenGenerativeUIOptions = true | { readonly agents?: readonly string[] };

/**
 * Shows the calls of the browser's tool `generateSandboxedUi` as activities of type
 * `open-generative-ui` while their arguments are being written. The activity `<toolCallId>-activity`
 * comes before the events of its call and says `generating: false` when the call or the run ends.
 */
export function openGenerativeUI(options: OpenGenerativeUIOptions): SyncRunMiddleware {
  const agents = options === true ? undefined : options.agents;
  const isFor = agents === undefined ? () => true : (agentId: string) => agents.includes(agentId);
  return {
    name: 'open-generative-ui',
    begin: (input, { agentId }) => (isFor(agentId) ? new OpenGenerativeUITransform(input) : null),
  };
}
