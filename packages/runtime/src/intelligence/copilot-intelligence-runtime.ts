import { CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';

import type { CopilotKitIntelligence } from './copilotkit-intelligence.js';
import { platformRequired } from './platform-required.js';

export interface CopilotIntelligenceRuntimeOptions extends Omit<
  CopilotRuntimeOptions,
  'runner' | 'threads'
> {
  readonly intelligence: CopilotKitIntelligence;
}

/** A runtime whose threads are on the platform, by name only: it cannot be made. */
export class CopilotIntelligenceRuntime extends CopilotRuntime {
  /** @throws ConfigError always */
  constructor(_options: CopilotIntelligenceRuntimeOptions) {
    super(platformRequired('CopilotIntelligenceRuntime'));
  }
}

/** Whether a runtime keeps its threads on the platform: none that can be made does. */
export function isIntelligenceRuntime(runtime: {
  readonly mode: string;
}): runtime is CopilotIntelligenceRuntime {
  return runtime.mode === 'intelligence';
}
