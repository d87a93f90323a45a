import type { CreateCopilotRuntimeServerOptions } from '../options/endpoint-options.js';
import { createEndpoint } from './create-endpoint.js';
import type { NodeEndpointHandler } from './endpoint-handlers.js';
import { createNodeEndpointHandler } from './node-endpoint-handler.js';

/**
 * Serves a runtime from `node:http`, and from every framework that hands on its requests and
 * responses. v1.md 5.
 *
 * A server of `node:http` that hands on all its requests is answered for behind any prefix, and by routes
 * where a proxy has taken the endpoint's path away. Who guards it by its path hands on that path alone.
 *
 * @throws ConfigError for options of the wrong shape
 */
export function copilotRuntimeNodeHttpEndpoint(
  options: CreateCopilotRuntimeServerOptions,
): NodeEndpointHandler {
  return createNodeEndpointHandler(createEndpoint(options));
}
