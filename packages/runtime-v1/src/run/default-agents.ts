import type { Logger } from '@flightdeck/core';
import { createDefaultAgent, type RuntimeAgent } from '../adapters/create-default-agent.js';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';

const known = new WeakMap<CopilotServiceAdapter, RuntimeAgent | null>();

/**
 * The agent of an adapter, made once however many endpoints and runtimes it is given to: what is
 * documented makes them for each request. `null` for an adapter that answers nothing.
 */
export function defaultAgentOf(
  adapter: CopilotServiceAdapter | undefined,
  logger: Logger,
): RuntimeAgent | null {
  if (adapter === undefined) return null;
  const made = known.get(adapter);
  if (made !== undefined) return made;
  const agent = createDefaultAgent(adapter, { logger });
  known.set(adapter, agent);
  return agent;
}
