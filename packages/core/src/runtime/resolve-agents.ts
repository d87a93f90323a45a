import { ConfigError } from '../errors/config-error.js';
import { isThenable } from '../internal/is-thenable.js';
import { isRuntimeAgent, type AgentRecord, type RuntimeAgent } from './agent.js';
import type { AgentFactoryContext, AgentsConfig } from './runtime-options.js';

/**
 * The agents for a request: the record itself, awaited where it is a promise, or built by the factory.
 *
 * @throws whatever the promise or the factory throws
 */
export function resolveAgents(
  agents: AgentsConfig,
  context: () => AgentFactoryContext,
): AgentRecord | Promise<AgentRecord> {
  const given: unknown = typeof agents === 'function' ? agents(context()) : agents;
  return isThenable(given) ? Promise.resolve(given).then(checkedRecord) : checkedRecord(given);
}

function checkedRecord(record: unknown): AgentRecord {
  if (typeof record === 'object' && record !== null) return record as AgentRecord;
  throw new ConfigError('agents must be a record of agents by id');
}

/** The agent registered under an id; ids that objects inherit, such as `constructor`, name none. */
export function findAgent(agents: AgentRecord, agentId: string): RuntimeAgent | null {
  if (!Object.hasOwn(agents, agentId)) return null;
  const agent: unknown = agents[agentId];
  return isRuntimeAgent(agent) ? agent : null;
}

/**
 * The agent registered under an id, where no request asks for it; `null` if a factory needs one.
 *
 * @throws whatever the promise or the factory throws
 */
export async function findAgentWithoutRequest(
  agents: AgentsConfig,
  agentId: string,
): Promise<RuntimeAgent | null> {
  const record = await (typeof agents === 'function' ? agents.withoutRequest?.() : agents);
  return record === undefined ? null : findAgent(record, agentId);
}
