import { LeftOutError } from './left-out-error.js';

/** Nothing is sent anywhere, so that there is nothing to wrap a runner for. */
export class TelemetryAgentRunner {
  /** @throws LeftOutError */
  constructor(_options?: unknown) {
    throw new LeftOutError('TelemetryAgentRunner', 'pass the runner itself, as runner: …');
  }
}
