import type { CreateCopilotRuntimeServerOptions } from '../options/endpoint-options.js';
import type { NodeEndpointHandler } from './endpoint-handlers.js';
import { copilotRuntimeNodeHttpEndpoint } from './node-http-endpoint.js';

/**
 * Serves a runtime from a controller of Nest, below whichever global prefix, on Express and on
 * Fastify: `return handler(req, res)`. v1.md 5.
 *
 * @throws ConfigError for options of the wrong shape
 */
export function copilotRuntimeNestEndpoint(
  options: CreateCopilotRuntimeServerOptions,
): NodeEndpointHandler {
  return copilotRuntimeNodeHttpEndpoint(options);
}
