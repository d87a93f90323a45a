import type { CopilotCorsConfig } from '@flightdeck/core';

/**
 * Decides about one origin: the origin to allow (usually the one given), or `null` for none. There
 * is no context of Hono: its second argument is `undefined`.
 */
export type CopilotEndpointOriginDecision = (
  origin: string,
  context?: undefined,
) => string | null | undefined | Promise<string | null | undefined>;

/** Which other sites may call the runtime from a browser. */
export interface CopilotEndpointCorsConfig extends Omit<CopilotCorsConfig, 'origin'> {
  /**
   * One origin, a list of them, or a function that decides.
   *
   * @default '*'
   */
  readonly origin?: string | readonly string[] | CopilotEndpointOriginDecision;
}

/** The same rules for `createCopilotRuntimeHandler` of `@flightdeck/core`. */
export function toFetchCorsConfig(config: CopilotEndpointCorsConfig): CopilotCorsConfig {
  return { ...config };
}
