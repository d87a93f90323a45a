import type { CreateCopilotRuntimeServerOptions } from '../options/endpoint-options.js';
import { createEndpoint } from './create-endpoint.js';
import type { FetchEndpointHandler } from './endpoint-handlers.js';

/** What the helper for the App Router returns: each of them answers any request of the endpoint. */
export interface NextAppRouterEndpoint {
  readonly handleRequest: FetchEndpointHandler;
  readonly GET: FetchEndpointHandler;
  readonly POST: FetchEndpointHandler;
  readonly PUT: FetchEndpointHandler;
  readonly PATCH: FetchEndpointHandler;
  readonly DELETE: FetchEndpointHandler;
  readonly OPTIONS: FetchEndpointHandler;
}

/**
 * Serves a runtime from a `route.ts` of the App Router. With a catch-all segment in the file's name
 * REST routes are served as well, without one those who post to its path. v1.md 5.
 *
 * @throws ConfigError for options of the wrong shape
 */
export function copilotRuntimeNextJSAppRouterEndpoint(
  options: CreateCopilotRuntimeServerOptions,
): NextAppRouterEndpoint {
  const endpoint = createEndpoint(options);
  const handleRequest: FetchEndpointHandler = (request) => endpoint.answer(request);
  return {
    handleRequest,
    GET: handleRequest,
    POST: handleRequest,
    PUT: handleRequest,
    PATCH: handleRequest,
    DELETE: handleRequest,
    OPTIONS: handleRequest,
  };
}
