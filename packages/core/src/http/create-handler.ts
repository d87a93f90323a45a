import { createDispatcher, type DispatcherOptions } from './create-dispatcher.js';
import { fetchRequestSource } from './fetch-request-source.js';
import { renderResponse } from './render-response.js';

export type CopilotRuntimeHandlerOptions = DispatcherOptions;

/** Answers a request. Never rejects. */
export type CopilotRuntimeFetchHandler = (request: Request) => Promise<Response>;

/**
 * A runtime as a fetch handler, for every server that speaks `Request` and `Response`.
 *
 * @throws ConfigError for an unusable base path, mode, or CORS configuration
 */
export function createCopilotRuntimeHandler(
  options: CopilotRuntimeHandlerOptions,
): CopilotRuntimeFetchHandler {
  const dispatcher = createDispatcher(options);
  return async (request) => renderResponse(await dispatcher.dispatch(fetchRequestSource(request)));
}
