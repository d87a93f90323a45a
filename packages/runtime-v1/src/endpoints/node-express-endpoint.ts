import type { CreateCopilotRuntimeServerOptions } from '../options/endpoint-options.js';
import type { NodeEndpointHandler } from './endpoint-handlers.js';
import { copilotRuntimeNodeHttpEndpoint } from './node-http-endpoint.js';

/**
 * Serves a runtime from Express, wherever it is mounted: `app.use('/copilotkit', handler)`. What is
 * not for it goes on to the next handler. v1.md 5.
 *
 * @throws ConfigError for options of the wrong shape
 */
export function copilotRuntimeNodeExpressEndpoint(
  options: CreateCopilotRuntimeServerOptions,
): NodeEndpointHandler {
  return copilotRuntimeNodeHttpEndpoint(options);
}
