import { Reflector } from '@nestjs/core';

import { DEFAULT_RUNTIME_NAME } from '../copilot-runtime.constants.js';

export interface CopilotAgentOptions {
  /** What `/info` tells of the agent. @default the agent's own `description` */
  readonly description?: string;
  /** The name of the runtime that serves it. @default 'default' */
  readonly runtime?: string;
}

export interface CopilotAgentMetadata {
  readonly id: string;
  readonly runtime: string;
  readonly description?: string;
}

/** The key is fixed, so that the ESM and the CommonJS copy of this package find each other's agents. */
export const AgentMetadata = Reflector.createDecorator<CopilotAgentMetadata>({
  key: 'flightdeck:copilot-agent',
});

/**
 * Makes a provider an agent that clients may run under `id`: an instance of any AG-UI agent class,
 * or of a class with `clone` and `runAgent`. Request-scoped providers are resolved for each request.
 */
export function CopilotAgent(id: string, options: CopilotAgentOptions = {}): ClassDecorator {
  const decorate = AgentMetadata({ runtime: DEFAULT_RUNTIME_NAME, ...options, id });
  return (target) => decorate(target);
}
