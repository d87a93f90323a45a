import { CopilotRuntime } from '@flightdeck/core';

import { openStore } from '../../support/stores.js';
import { BenchAgent } from '../bench-agent.js';
import { SCENARIOS } from '../scenarios.js';
import type { TargetOptions } from '../target.js';

/** A runtime as a user has it, with default options, in development so that threads need no user. */
export function benchRuntime({ agents, store, place }: TargetOptions): CopilotRuntime {
  return new CopilotRuntime({
    agents: Object.fromEntries(agents.map((name) => [name, new BenchAgent(SCENARIOS[name])])),
    environment: 'development',
    debug: false,
    ...(store === 'memory' || place === undefined
      ? {}
      : { threads: openStore({ kind: store, ...place }) }),
  });
}
