import type { OperationContext } from '../http/operation.js';
import type { AgentRecord, RuntimeAgent } from '../runtime/agent.js';

/** What `/info` tells of one agent. */
export interface AgentInfo {
  readonly name: string;
  readonly description?: string;
  readonly className: string;
  readonly capabilities?: unknown;
}

/** What the agents of a record tell of themselves at the moment. */
export interface DescribedAgents {
  /** All of it, to be compared with what they have told before. */
  readonly facts: readonly unknown[];
  infos(): Readonly<Record<string, AgentInfo>>;
}

/** What each agent tells of itself, for `/info`; at once if none has capabilities to tell. */
export function describeAgents(
  context: OperationContext,
  agents: AgentRecord,
): DescribedAgents | Promise<DescribedAgents> {
  const entries = Object.entries(agents);
  if (!entries.some(([, agent]) => hasCapabilities(agent))) return describe(entries);
  const asked = entries.map(([id, agent]) => capabilitiesOf(context, id, agent));
  return Promise.all(asked).then((told) => describe(entries, told));
}

function describe(
  entries: readonly (readonly [id: string, agent: RuntimeAgent])[],
  capabilities: readonly Capabilities[] = [],
): DescribedAgents {
  const described = entries.map(([id, agent], index) => ({
    name: id,
    description: agent.description,
    className: agent.constructor?.name ?? 'Object',
    capabilities: capabilities[index] ?? NO_CAPABILITIES,
  }));
  return {
    facts: described.flatMap(({ name, description, className, capabilities: { text } }) => [
      name,
      description,
      className,
      text,
    ]),
    infos: () =>
      Object.fromEntries(
        described.map(({ name, description, className, capabilities: { value } }) => [
          name,
          {
            name,
            ...(description === undefined ? {} : { description }),
            className,
            ...(value === undefined ? {} : { capabilities: value }),
          },
        ]),
      ),
  };
}

interface Capabilities {
  readonly value?: unknown;
  /** What they are in JSON: the value may change inside. */
  readonly text?: string | undefined;
}

const NO_CAPABILITIES: Capabilities = {};

function hasCapabilities(agent: RuntimeAgent): boolean {
  return typeof agent.getCapabilities === 'function';
}

/** An agent that is slow or fails to tell its capabilities has none: the client is waiting. */
async function capabilitiesOf(
  { runtime }: OperationContext,
  agentId: string,
  agent: RuntimeAgent,
): Promise<Capabilities> {
  if (!hasCapabilities(agent)) return NO_CAPABILITIES;
  const { clock, logger, capabilitiesTimeoutMs } = runtime.settings;
  try {
    const value = await runtime.capabilities.of(agent, capabilitiesTimeoutMs, clock);
    // What JSON cannot express would take the whole answer with it.
    const text = JSON.stringify(value);
    return value ? { value, text } : NO_CAPABILITIES;
  } catch (error) {
    logger.warn(`Agent '${agentId}' did not tell its capabilities`, error);
    return NO_CAPABILITIES;
  }
}
