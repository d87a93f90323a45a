import type { Message } from '@flightdeck/store';
import type { RuntimeAgent } from '../runtime/agent.js';
import type { EventfulAgent } from './pipeline-shortcut.js';

/** AG-UI lines whose `runAgent` was tested with parts of it left out. */
const TESTED_VERSIONS = /^(0\.0\.5\d|1\.0)/;

/** The parts of AG-UI's `AbstractAgent` that fast paths look at. */
export interface UntouchedAgent extends RuntimeAgent, EventfulAgent {
  apply: unknown;
  prepareRunAgentInput: unknown;
  messages: Message[];
  state: unknown;
  readonly subscribers?: readonly unknown[];
  readonly debugLogger?: unknown;
  readonly maxVersion?: unknown;
  /** What 1.0 calls it; reading the old name there is reported as deprecated. */
  readonly maxProtocolVersion?: unknown;
}

/**
 * Whether the pipeline of an agent is AG-UI's own, on a tested version, with nobody else listening
 * (performance.md, annex 4).
 */
export function isUntouchedAgent(agent: RuntimeAgent): agent is UntouchedAgent {
  const base = owningPrototype(agent, 'prepareRunAgentInput');
  if (base === null || !('messages' in agent) || !('state' in agent)) return false;
  const { subscribers, debugLogger, maxProtocolVersion } = agent as UntouchedAgent;
  const version = maxProtocolVersion ?? (agent as UntouchedAgent).maxVersion;
  return (
    owningPrototype(agent, 'apply') === base &&
    owningPrototype(agent, 'processApplyEvents') === base &&
    owningPrototype(agent, 'runAgent') !== agent &&
    (subscribers === undefined || subscribers.length === 0) &&
    debugLogger === undefined &&
    typeof version === 'string' &&
    TESTED_VERSIONS.test(version)
  );
}

/** Whether a method of such an agent is AG-UI's own. */
export function isInherited(agent: UntouchedAgent, method: string): boolean {
  return owningPrototype(agent, method) === owningPrototype(agent, 'processApplyEvents');
}

/** The object on the prototype chain, the agent itself included, that has `key` as its own. */
function owningPrototype(agent: object, key: string): object | null {
  for (let owner: object | null = agent; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return null;
}
