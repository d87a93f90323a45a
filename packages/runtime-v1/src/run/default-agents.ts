import {
  createDefaultAgent,
  type DefaultAgentOptions,
  type RuntimeAgent,
} from '../adapters/create-default-agent.js';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';

/** The agent of an adapter; `null` for one that answers nothing, and where there is none. */
export type DefaultAgents = (adapter: CopilotServiceAdapter | undefined) => RuntimeAgent | null;

/**
 * The agents of the adapters of one runtime, which log and hide failures as it does: each of them is
 * made once, however many endpoints it is given to.
 */
export function createDefaultAgents(options: DefaultAgentOptions): DefaultAgents {
  const made = new WeakMap<CopilotServiceAdapter, RuntimeAgent | null>();
  return (adapter) => {
    if (adapter === undefined) return null;
    const known = made.get(adapter);
    if (known !== undefined) return known;
    const agent = createDefaultAgent(adapter, options);
    made.set(adapter, agent);
    return agent;
  };
}
