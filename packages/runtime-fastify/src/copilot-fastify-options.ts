import type { CopilotCorsConfig, DispatcherOptions } from '@flightdeck/core';
import type { NodeBridgeOptions } from '@flightdeck/runtime-node';

/** Options of {@link copilotFastify}, beside Fastify's own `prefix`. Only `runtime` is required. */
export interface CopilotFastifyOptions
  extends Omit<DispatcherOptions, 'basePath' | 'cors'>, NodeBridgeOptions {
  /**
   * Where the runtime is, below the `prefix` with which the plugin is registered.
   *
   * @default '/', the prefix itself
   */
  readonly basePath?: string;
  /**
   * CORS headers on the runtime's own paths: `true` allows every origin, without cookies. Headers
   * that the application has set already are left as they are.
   *
   * @default true
   */
  readonly cors?: boolean | CopilotCorsConfig;
  /**
   * Milliseconds that runs get to come to their end when the application closes.
   *
   * @default 10000
   */
  readonly shutdownGraceMs?: number;
}
