import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import type { AgentsConfig } from '../runtime/runtime-options.js';
import type { ResolvedCors } from './cors.js';
import type { CopilotRuntimeHooks } from './hooks.js';
import type { RouteMatcher } from './match-route.js';

/** What all requests of one mount have in common. */
export interface Mount {
  readonly runtime: CopilotRuntime;
  readonly agents: AgentsConfig;
  readonly hooks: CopilotRuntimeHooks;
  readonly cors: ResolvedCors | null;
  readonly servesRest: boolean;
  readonly servesEnvelopes: boolean;
  readonly knowsBasePath: boolean;
  readonly matchRest: RouteMatcher;
  readonly matchResource: RouteMatcher;
}
