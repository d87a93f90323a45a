import { ConfigError } from '@flightdeck/core';

/** Says of a name of CopilotKit 1.x that it is not offered, and what to use instead. */
export class LeftOutError extends ConfigError {
  constructor(what: string, remedy: string) {
    super(`${what} is not offered by Flightdeck: ${remedy}`);
    this.name = 'LeftOutError';
  }
}
