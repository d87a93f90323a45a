import { BuiltInAgent } from './built-in-agent.js';
import type { BuiltInAgentClassicConfig } from './options/agent-options.js';
import { defaultLogger, guardedLogger } from './options/default-logger.js';

/** @deprecated The name of {@link BuiltInAgent}'s configuration before 1.51. */
export type BasicAgentConfiguration = BuiltInAgentClassicConfig;

/** @deprecated Use {@link BuiltInAgent}. */
export class BasicAgent extends BuiltInAgent {
  static {
    Object.defineProperty(this, 'name', { value: 'BasicAgent', configurable: true });
  }

  constructor(config: BasicAgentConfiguration) {
    super(config);
    const { logger } = config;
    const target = logger === undefined ? defaultLogger() : guardedLogger(logger);
    target.warn('BasicAgent is deprecated: use BuiltInAgent, which takes the same options.');
  }
}
