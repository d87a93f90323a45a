import type { CreateCopilotRuntimeServerOptions } from '../options/endpoint-options.js';
import type { NodeEndpointHandler } from './endpoint-handlers.js';
import { copilotRuntimeNodeHttpEndpoint } from './node-http-endpoint.js';

/**
 * What a file of the Pages Router exports next to its handler: `export { config } from …`. The
 * endpoint reads bodies itself, up to the runtime's own limit.
 */
export const config: { readonly api: { readonly bodyParser: false } } = Object.freeze({
  api: Object.freeze({ bodyParser: false }),
});

/**
 * Serves a runtime from a file below `pages/api`. With a catch-all segment in the file's name REST
 * routes are served as well, without one those who post to its path. v1.md 5.
 *
 * @throws ConfigError for options of the wrong shape
 */
export function copilotRuntimeNextJSPagesRouterEndpoint(
  options: CreateCopilotRuntimeServerOptions,
): NodeEndpointHandler {
  return copilotRuntimeNodeHttpEndpoint(options);
}
