import {
  createDefaultAgent,
  type DefaultAgentOptions,
  type RuntimeAgent,
} from '../adapters/create-default-agent.js';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';

/** Those of one adapter, by what their browsers may see of failures. */
type Known = Map<DefaultAgentOptions['environment'], RuntimeAgent | null>;

const made = new WeakMap<CopilotServiceAdapter, Known>();

/**
 * The agent of an adapter, made once however many endpoints and runtimes it is given to: what is
 * documented makes them for each request. `null` for an adapter that answers nothing.
 */
export function defaultAgentOf(
  adapter: CopilotServiceAdapter | undefined,
  options: DefaultAgentOptions,
): RuntimeAgent | null {
  if (adapter === undefined) return null;
  const { environment } = options;
  const known: Known = made.get(adapter) ?? new Map();
  made.set(adapter, known);
  const agent = known.get(environment) ?? createDefaultAgent(adapter, options);
  known.set(environment, agent);
  return agent;
}
