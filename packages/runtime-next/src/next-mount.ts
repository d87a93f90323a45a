import { createDispatcher, type RuntimeDispatcher } from '@flightdeck/core';

import { catchAllPath } from './catch-all-path.js';
import type { CopilotNextOptions } from './copilot-next-options.js';

/** Who answers a request, and for which path. */
export interface NextRoute {
  readonly dispatcher: RuntimeDispatcher;
  /** The path below the base path, where Next.js has found it. */
  readonly routePath?: string;
}

/** The parameters of a route of Next.js; `null` where a handler is called by somebody else. */
export type NextParams = Readonly<Record<string, unknown>> | null;

/** Finds the route of a request, from its path and the parameters that Next.js has taken from it. */
export type NextMount = (path: string, params: NextParams) => NextRoute;

/** @throws ConfigError for an unusable base path, mode, or CORS configuration */
export function createNextMount(options: CopilotNextOptions): NextMount {
  const { cors = true } = options;
  const anywhere = createDispatcher({ ...options, cors });
  // With a base path it is exact; without one, for want of parameters, the end of the path decides.
  if (options.basePath !== undefined) return () => ({ dispatcher: anywhere });
  const below = createDispatcher({ ...options, cors, basePath: '/' });
  return (path, params) =>
    params === null
      ? { dispatcher: anywhere }
      : { dispatcher: below, routePath: catchAllPath(path, params) };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
