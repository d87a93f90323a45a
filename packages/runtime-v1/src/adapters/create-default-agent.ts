import type { AgentRecord, Logger } from '@flightdeck/core';
import { ModelAgent } from './model-agent.js';
import { modelPartsOf } from './model-parts.js';
import type { CopilotServiceAdapter } from './service-adapter.js';
import { ServiceAdapterAgent } from './service-adapter-agent.js';

export interface DefaultAgentOptions {
  /** @default warnings and errors to the host's console */
  readonly logger?: Logger | undefined;
  /** Decides what browsers see of failures. @default 'development' if `NODE_ENV` is, else 'production' */
  readonly environment?: 'development' | 'production' | undefined;
}

/** An agent as a runtime hosts it. */
export type RuntimeAgent = AgentRecord[string];

/**
 * The agent that answers for a service adapter, as `default` and for what is delegated to it; `null` for
 * an adapter that answers nothing. v1.md 6.3.
 *
 * Adapters that have a model become an agent that asks it. Others, and those of this package whose
 * `process()` an application has replaced, are asked by `process()`, once per step.
 */
export function createDefaultAgent(
  adapter: CopilotServiceAdapter | null | undefined,
  options: DefaultAgentOptions = {},
): RuntimeAgent | null {
  // By its name: there may be two copies of the class.
  if (!adapter || adapter.name === 'EmptyAdapter') return null;
  const parts = modelPartsOf(adapter);
  if (parts === null) return new ServiceAdapterAgent(adapter, options);
  try {
    return new ModelAgent(parts, options);
  } catch (error) {
    // What getLanguageModel() throws is an error of the runs, not one of whoever makes the endpoint.
    return new ServiceAdapterAgent(failing(adapter, error), options);
  }
}

function failing({ name }: CopilotServiceAdapter, error: unknown): CopilotServiceAdapter {
  const process = async (): Promise<never> => {
    throw error;
  };
  return { ...(name !== undefined && { name }), process };
}
