import type { CopilotCorsConfig, DispatcherOptions } from '@flightdeck/core';

/** Options of both handlers. Only `runtime` is required. */
export interface CopilotNextOptions extends DispatcherOptions {
  /**
   * Where the runtime is, in the URLs that Next.js hands to its handlers. Only needed where what
   * follows the base path does not come from the catch-all segment of the file's name.
   *
   * @default whatever stands before the catch-all segment
   */
  readonly basePath?: string;
  /**
   * CORS headers: `true` allows every origin, without cookies.
   *
   * @default true
   */
  readonly cors?: boolean | CopilotCorsConfig;
}
