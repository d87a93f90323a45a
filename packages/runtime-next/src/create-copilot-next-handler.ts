import { fetchRequestSource, renderResponse } from '@flightdeck/core';

import type { CopilotNextOptions } from './copilot-next-options.js';
import { createNextMount, isRecord, type NextParams } from './next-mount.js';

/** A route handler of the App Router. Never rejects. */
export type CopilotNextRouteHandler = (request: Request, context?: unknown) => Promise<Response>;

/** What a `route.ts` exports. */
export interface CopilotNextRouteHandlers {
  readonly GET: CopilotNextRouteHandler;
  readonly HEAD: CopilotNextRouteHandler;
  readonly POST: CopilotNextRouteHandler;
  readonly PUT: CopilotNextRouteHandler;
  readonly PATCH: CopilotNextRouteHandler;
  readonly DELETE: CopilotNextRouteHandler;
  readonly OPTIONS: CopilotNextRouteHandler;
}

/**
 * Serves a runtime from `app/api/copilotkit/[[...slug]]/route.ts` of the App Router, or from a
 * `route.ts` without a catch-all segment, which then takes envelopes only.
 *
 * @throws ConfigError for an unusable base path, mode, or CORS configuration
 */
export function createCopilotNextHandler(options: CopilotNextOptions): CopilotNextRouteHandlers {
  const routeOf = createNextMount(options);
  const handle: CopilotNextRouteHandler = async (request, context) => {
    const source = fetchRequestSource(request);
    const { dispatcher, routePath } = routeOf(source.path, await paramsOf(context));
    const path = routePath === undefined ? {} : { routePath };
    return renderResponse(
      await dispatcher.dispatch({ ...source, ...path, nativeRequest: request }),
    );
  };
  return {
    GET: handle,
    // Without one of its own, Next.js would answer with the head of what it gets for a `GET`.
    HEAD: handle,
    POST: handle,
    PUT: handle,
    PATCH: handle,
    DELETE: handle,
    OPTIONS: handle,
  };
}

/** Next.js passes a promise of parameters from its version 15 on, and before that the parameters. */
async function paramsOf(context: unknown): Promise<NextParams> {
  if (!isRecord(context) || !('params' in context)) return null;
  const params: unknown = await context.params;
  return isRecord(params) ? params : {};
}
