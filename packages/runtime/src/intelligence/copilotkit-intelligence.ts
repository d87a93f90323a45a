import { platformRequired } from './platform-required.js';

/** How the platform's client is configured upstream. */
export interface CopilotKitIntelligenceConfig {
  readonly apiKey: string;
  readonly apiUrl?: string;
  readonly wsUrl?: string;
  readonly tenantId?: string;
}

/** The platform's client, by name only: it cannot be made. */
export class CopilotKitIntelligence {
  /** @throws ConfigError always */
  constructor(_config: CopilotKitIntelligenceConfig) {
    platformRequired('CopilotKitIntelligence');
  }
}
