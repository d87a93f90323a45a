import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import type { AgentsConfig } from '../runtime/runtime-options.js';
import { ConfigError } from '../errors/config-error.js';
import { normalizeBasePath, stripBasePath } from './base-path.js';
import { resolveCors, type CopilotCorsConfig } from './cors.js';
import type { RuntimeDispatcher } from './dispatcher.js';
import { Exchange } from './exchange.js';
import type { CopilotRuntimeHooks } from './hooks.js';
import { createRouteMatcher } from './match-route.js';
import type { Mount } from './mount.js';
import { ROUTES } from './route-table.js';

/** How a mount serves requests; `undefined` serves both transports. */
export type EndpointMode = 'multi-route' | 'single-route';

export interface DispatcherOptions {
  readonly runtime: CopilotRuntime;
  /**
   * Where the runtime is mounted. Without it the end of each path decides, for handlers that do
   * not know their mount point; with it the rest of the path must be a route exactly.
   */
  readonly basePath?: string;
  /**
   * `multi-route` serves REST paths only, `single-route` only the envelope at the base path.
   *
   * @default both
   */
  readonly mode?: EndpointMode;
  /**
   * CORS headers for the runtime's own paths; `true` is permissive.
   *
   * @default false
   */
  readonly cors?: boolean | CopilotCorsConfig;
  readonly hooks?: CopilotRuntimeHooks;
  /**
   * The agents of this mount, where they are not those of the runtime.
   *
   * @default the runtime's `agents`
   */
  readonly agents?: AgentsConfig;
}

/**
 * Puts a runtime behind a mount: one request view in, one reply out.
 *
 * @throws ConfigError for an unusable base path, mode, or CORS configuration
 */
export function createDispatcher(options: DispatcherOptions): RuntimeDispatcher {
  const { runtime, mode } = options;
  if (mode !== undefined && mode !== 'multi-route' && mode !== 'single-route') {
    throw new ConfigError(`mode must be 'multi-route' or 'single-route', got '${String(mode)}'`);
  }
  const basePath = options.basePath === undefined ? null : normalizeBasePath(options.basePath);
  const mount: Mount = {
    runtime,
    agents: options.agents ?? runtime.agents,
    hooks: options.hooks ?? {},
    cors: resolveCors(options.cors),
    servesRest: mode !== 'single-route',
    servesEnvelopes: mode !== 'multi-route',
    knowsBasePath: basePath !== null,
    matchRest: createRouteMatcher(ROUTES, { bySuffix: basePath === null }),
    matchResource: createRouteMatcher(ROUTES, { bySuffix: false }),
  };
  const below = (path: string): string | null =>
    basePath === null ? path : stripBasePath(path, basePath);
  return {
    owns: (path) => below(path) !== null,
    dispatch: (source) => {
      const routePath = source.routePath ?? below(source.path);
      return new Exchange(mount, source, routePath).answer();
    },
  };
}
