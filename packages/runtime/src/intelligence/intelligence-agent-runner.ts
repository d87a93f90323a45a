import { AgentRunner } from '@flightdeck/core';

import { platformRequired } from './platform-required.js';

/** Runs agents on the platform, by name only: it cannot be made. */
export class IntelligenceAgentRunner extends AgentRunner {
  /** @throws ConfigError always */
  constructor(_options?: object) {
    super();
    platformRequired('IntelligenceAgentRunner');
  }

  run(): never {
    platformRequired('IntelligenceAgentRunner');
  }

  connect(): never {
    platformRequired('IntelligenceAgentRunner');
  }

  isRunning(): never {
    platformRequired('IntelligenceAgentRunner');
  }

  stop(): never {
    platformRequired('IntelligenceAgentRunner');
  }
}
