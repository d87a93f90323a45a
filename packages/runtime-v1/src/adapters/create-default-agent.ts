import { BuiltInAgent } from '@flightdeck/agent';
import type { AgentRecord, Logger } from '@flightdeck/core';
import type { CopilotServiceAdapter } from './service-adapter.js';

export interface DefaultAgentOptions {
  /** @default warnings and errors to the host's console */
  readonly logger?: Logger | undefined;
}

/** An agent as a runtime hosts it. */
export type RuntimeAgent = AgentRecord[string];

/**
 * The agent that answers for a service adapter, as `default` and for what is delegated to it; `null` for
 * an adapter that answers nothing. v1.md 6.3.
 */
export function createDefaultAgent(
  adapter: CopilotServiceAdapter | null | undefined,
  options: DefaultAgentOptions = {},
): RuntimeAgent | null {
  void options;
  const model = adapter?.getLanguageModel?.();
  return model === undefined ? null : new BuiltInAgent({ model, forwardSystemMessages: true });
}
