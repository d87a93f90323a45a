import type { OperationContext } from '../http/operation.js';
import type { AgentRecord, RuntimeAgent } from '../runtime/agent.js';

/** What `/info` tells of one agent. */
export interface AgentInfo {
  readonly name: string;
  readonly description?: string;
  readonly className: string;
  readonly capabilities?: unknown;
}

/** What each agent tells of itself, for `/info`; at once if none has capabilities to tell. */
export function describeAgents(
  context: OperationContext,
  agents: AgentRecord,
): DescribedAgents | Promise<DescribedAgents> {
  const entries = Object.entries(agents);
  if (!entries.some(([, agent]) => hasCapabilities(agent))) return new DescribedAgents(entries, []);
  const asked = entries.map(([id, agent]) => capabilitiesOf(context, id, agent));
  return Promise.all(asked).then((told) => new DescribedAgents(entries, told));
}

type Entries = readonly (readonly [id: string, agent: RuntimeAgent])[];

/** What the agents of a record tell of themselves at the moment. */
export class DescribedAgents {
  /** All of it, four for each agent, to be compared with what they have told before. */
  readonly facts: readonly unknown[];

  constructor(entries: Entries, capabilities: readonly (string | undefined)[]) {
    const facts: unknown[] = [];
    for (let index = 0; index < entries.length; index += 1) {
      const [id, agent] = entries[index] as Entries[number];
      const className = agent.constructor?.name ?? 'Object';
      facts.push(id, agent.description, className, capabilities[index]);
    }
    this.facts = facts;
  }

  infos(): Readonly<Record<string, AgentInfo>> {
    const infos: [id: string, info: AgentInfo][] = [];
    for (let index = 0; index < this.facts.length / 4; index += 1) {
      // Holds because the constructor has put them there, in this order.
      const [name, description, className, told] = this.facts.slice(4 * index) as AgentFacts;
      // Out of the text among the facts: the agent's own object may be another one inside by now.
      const capabilities: unknown = told === undefined ? undefined : JSON.parse(told);
      const info: AgentInfo = {
        name,
        ...(description === undefined ? {} : { description }),
        className,
        ...(capabilities === undefined ? {} : { capabilities }),
      };
      infos.push([name, info]);
    }
    return Object.fromEntries(infos);
  }
}

type AgentFacts = [
  name: string,
  description: string | undefined,
  className: string,
  capabilities: string | undefined,
];

function hasCapabilities(agent: RuntimeAgent): boolean {
  return typeof agent.getCapabilities === 'function';
}

/**
 * What an agent can do, in JSON, because the object may change inside. One that is slow or fails to tell
 * its capabilities has none: the client is waiting.
 */
async function capabilitiesOf(
  { runtime }: OperationContext,
  agentId: string,
  agent: RuntimeAgent,
): Promise<string | undefined> {
  if (!hasCapabilities(agent)) return undefined;
  const { clock, logger, capabilitiesTimeoutMs } = runtime.settings;
  try {
    const value = await runtime.capabilities.of(agent, capabilitiesTimeoutMs, clock);
    // What JSON cannot express would take the whole answer with it.
    const text: string | undefined = JSON.stringify(value);
    return value ? text : undefined;
  } catch (error) {
    logger.warn(`Agent '${agentId}' did not tell its capabilities`, error);
    return undefined;
  }
}
