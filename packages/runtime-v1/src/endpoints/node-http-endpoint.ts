import type { CreateCopilotRuntimeServerOptions } from '../options/endpoint-options.js';
import { createEndpoint } from './create-endpoint.js';
import type { NodeEndpointHandler } from './endpoint-handlers.js';
import { createNodeEndpointHandler } from './node-endpoint-handler.js';

/**
 * Serves a runtime from `node:http`, and from every framework that hands on its requests and
 * responses. v1.md 5.
 *
 * @throws ConfigError for options of the wrong shape
 */
export function copilotRuntimeNodeHttpEndpoint(
  options: CreateCopilotRuntimeServerOptions,
): NodeEndpointHandler {
  return createNodeEndpointHandler(createEndpoint(options));
}
