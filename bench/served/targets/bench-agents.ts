import { HttpAgent, type AbstractAgent } from '@ag-ui/client';

import { BenchAgent } from '../bench-agent.js';
import { SCENARIOS } from '../scenarios.js';
import type { TargetOptions } from '../target.js';

/** The agents of a server, by the names of their scenarios: its own, or relayed from a source. */
export function benchAgents({
  agents,
  relayFrom,
}: Pick<TargetOptions, 'agents' | 'relayFrom'>): Record<string, AbstractAgent> {
  const made = agents.map((name) => [
    name,
    relayFrom === undefined
      ? new BenchAgent(SCENARIOS[name])
      : new HttpAgent({ url: `http://127.0.0.1:${relayFrom}/${name}` }),
  ]);
  return Object.fromEntries(made) as Record<string, AbstractAgent>;
}
