import { CopilotRuntime } from '@flightdeck/core';

import { openStore } from '../../support/stores.js';
import type { TargetOptions } from '../target.js';
import { benchAgents } from './bench-agents.js';

/** A runtime as a user has it, with default options, in development so that threads need no user. */
export function benchRuntime(options: TargetOptions): CopilotRuntime {
  const { store, place, onDisconnect = 'continue' } = options;
  return new CopilotRuntime({
    agents: benchAgents(options),
    environment: 'development',
    debug: false,
    onDisconnect,
    ...(store === 'memory' || place === undefined
      ? {}
      : { threads: openStore({ kind: store, ...place }) }),
  });
}
