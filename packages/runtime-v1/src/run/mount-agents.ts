import type { AgentsFactory } from '@flightdeck/core';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';
import type { CopilotRuntime } from '../copilot-runtime.js';

/** What one mount adds to the agents of its runtime. */
export interface MountAgentsOptions {
  /** Who answers as `default` where no agent does. @default that of `handleServiceAdapter()` */
  readonly serviceAdapter?: CopilotServiceAdapter;
  /** Put under the properties of each request. @default none */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The agents of a mount, made for each request. */
export function createMountAgents(
  _runtime: CopilotRuntime,
  _mount: MountAgentsOptions,
): AgentsFactory {
  return () => ({});
}
