import { CopilotRuntime } from '@flightdeck/core';

import { openStore } from '../../support/stores.js';
import type { TargetOptions } from '../target.js';
import { benchAgents } from './bench-agents.js';
import { variantOf } from './variants.js';

/** A runtime as a user has it, with default options, in development so that threads need no user. */
export function benchRuntime(options: TargetOptions): CopilotRuntime {
  const { store, place, variant, onDisconnect = 'continue' } = options;
  const agents = benchAgents(options);
  return new CopilotRuntime({
    agents: variant === 'an agents factory' ? () => agents : agents,
    environment: 'development',
    debug: false,
    onDisconnect,
    ...(store === 'memory' || place === undefined
      ? {}
      : { threads: openStore({ kind: store, ...place }) }),
    ...variantOf(variant).runtime,
  });
}
