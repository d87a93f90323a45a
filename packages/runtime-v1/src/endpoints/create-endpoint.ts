import {
  createDispatcher,
  fetchRequestSource,
  jsonReply,
  renderResponse,
  type Logger,
  type RuntimeDispatcher,
} from '@flightdeck/core';
import type { CreateCopilotRuntimeServerOptions } from '../options/endpoint-options.js';
import { checkEndpointOptions } from '../options/check-endpoint-options.js';
import { createLegacyDispatcher } from '../legacy/create-legacy-dispatcher.js';
import { createEndpointPath, type EndpointPath } from './endpoint-path.js';

/** A runtime behind one of the helpers. */
export interface Endpoint {
  readonly dispatcher: RuntimeDispatcher;
  readonly pathOf: EndpointPath;
  readonly logger: Logger;
  /** Answers a fetch request. Never rejects. */
  answer(request: Request): Promise<Response>;
}

/** Answers what is for nobody. */
export const NOT_FOUND: RuntimeDispatcher = {
  owns: () => false,
  dispatch: async () => jsonReply({ error: 'Not found' }, 404),
};

/**
 * What all helpers have in common: REST routes, envelopes, and the wire of old clients, on one mount.
 *
 * @throws ConfigError for options of the wrong shape
 */
export function createEndpoint(options: CreateCopilotRuntimeServerOptions): Endpoint {
  checkEndpointOptions(options);
  const { runtime, endpoint, baseUrl, logLevel } = options;
  if (logLevel !== undefined) runtime.useLogLevel(logLevel);
  const dispatcher = createMount(options);
  const pathOf = createEndpointPath(baseUrl ?? endpoint);
  return {
    dispatcher,
    pathOf,
    logger: runtime.settings.logger,
    async answer(request) {
      const { path } = fetchRequestSource(request);
      const routePath = pathOf({
        verb: request.method,
        original: path,
        mounted: path,
        isShared: false,
        isUnrouted: false,
      });
      const source = fetchRequestSource(request, {
        nativeRequest: request,
        ...(routePath === null ? {} : { routePath }),
      });
      return renderResponse(await (routePath === null ? NOT_FOUND : dispatcher).dispatch(source));
    },
  };
}

function createMount(options: CreateCopilotRuntimeServerOptions): RuntimeDispatcher {
  const { runtime, cors = true, serviceAdapter, properties, legacyGraphQL = true } = options;
  const mount = runtime.mountOptions({ serviceAdapter, properties });
  // Where the endpoint is, is found out for each request: its dispatcher sees what is below.
  const dispatcher = createDispatcher({ ...mount, cors, basePath: '/' });
  if (!legacyGraphQL) return dispatcher;
  const { maxBodyBytes, newId, logger } = runtime.settings;
  return createLegacyDispatcher(dispatcher, {
    basePath: '/',
    maxBodyBytes,
    cors,
    instructionsAside: true,
    newId,
    logger,
  });
}
