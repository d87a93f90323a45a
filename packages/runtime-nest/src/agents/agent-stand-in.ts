import type { RuntimeAgent } from '@flightdeck/core';

/**
 * An agent for the runtime's list of agents: the provider itself, but for its description and for
 * clones that keep what was injected.
 */
export function createAgentStandIn(agent: RuntimeAgent, description?: string): RuntimeAgent {
  const overrides: PropertyDescriptorMap = {
    clone: { value: () => cloneWithFields(agent) },
    // An accessor of the class might read private fields, which the stand-in does not have.
    description: { value: description ?? agent.description },
  };
  if (typeof agent.getCapabilities === 'function') {
    overrides['getCapabilities'] = { value: () => agent.getCapabilities?.() };
  }
  return Object.create(agent, overrides) as RuntimeAgent;
}

/**
 * AG-UI's `clone()` runs no constructor and copies its own fields only, so that the services that
 * Nest has injected into a subclass would be missing.
 */
function cloneWithFields(agent: RuntimeAgent): unknown {
  const clone = agent.clone();
  if (!isSibling(clone, agent)) return clone;
  for (const [name, value] of Object.entries(agent)) {
    if (!Object.hasOwn(clone, name)) Reflect.set(clone, name, value);
  }
  return clone;
}

function isSibling(clone: unknown, agent: object): clone is object {
  if (typeof clone !== 'object' || clone === null) return false;
  return Object.getPrototypeOf(clone) === Object.getPrototypeOf(agent);
}
