import { ConfigError } from '@flightdeck/core';

/** Refuses to make what needs CopilotKit's hosted platform. */
export function platformRequired(name: string): never {
  throw new ConfigError(
    `${name} needs the Intelligence platform of CopilotKit, which this version of Flightdeck does not offer. ` +
      'For durable threads pass `threads` to CopilotRuntime instead, with a store of ' +
      '@flightdeck/store-sqlite or @flightdeck/store-postgres',
  );
}
