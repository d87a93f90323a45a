import {
  createDispatcher,
  createRouteClaim,
  fetchRequestSource,
  normalizeBasePath,
  renderResponse,
  type DispatcherOptions,
} from '@flightdeck/core';
import { Hono, type Context, type MiddlewareHandler } from 'hono';

import { besideHostHeaders } from './beside-host-headers.js';
import type { CopilotEndpointCorsConfig } from './cors-config.js';
import { mountedPath } from './mounted-path.js';
import { unreadRequest } from './unread-request.js';

/** Options of {@link createCopilotHonoHandler}. Only `runtime` is required. */
export interface CopilotHonoEndpointParams extends Omit<DispatcherOptions, 'basePath' | 'cors'> {
  /**
   * Where the runtime is, below the path at which the application is mounted. It may have
   * parameters, as every path of Hono.
   *
   * @default '/', the mount point itself
   */
  readonly basePath?: string;
  /**
   * CORS headers on the runtime's own paths: `true` allows every origin, without cookies. Headers
   * that the application has set already are left as they are.
   *
   * @default true
   */
  readonly cors?: boolean | CopilotEndpointCorsConfig;
}

/** A Hono application, for `app.route()` and for `fetch`. */
export type CopilotHonoApp = Hono;

/**
 * A Hono application that serves a runtime. Requests outside of it go on to the routes of the
 * application in which it is mounted, without a trace on their response.
 *
 * @throws ConfigError for an unusable base path, mode, or CORS configuration
 */
export function createCopilotHonoHandler(params: CopilotHonoEndpointParams): CopilotHonoApp {
  const { basePath = '/', cors = true, ...mount } = params;
  const dispatcher = createDispatcher({ ...mount, basePath: '/', cors });
  const claimsAtRoot = createRouteClaim(mount.mode);

  const serve: MiddlewareHandler = async (c, next) => {
    const { isAtRoot, below } = mountedPath(c);
    if (isAtRoot && !claimsAtRoot(c.req.method, below)) return next();
    const request = await unreadRequest(c.req);
    const source = fetchRequestSource(request, { routePath: below, nativeRequest: c });
    const reply = besideHostHeaders(await dispatcher.dispatch(source), c.res.headers);
    return answer(c, renderResponse(reply));
  };
  return new Hono().route(normalizeBasePath(basePath), new Hono().use(serve));
}

/** Makes a response the one of the context, without the headers that the context has collected. */
function answer(c: Context, response: Response): Response {
  // Hono would put headers that are there already over those of the response.
  c.res = undefined;
  c.res = response;
  return response;
}
