import type { NodeRequest, NodeRequestOptions, NodeResponse } from '@flightdeck/runtime-node';
import { handleNodeRequest, mountedPath } from '@flightdeck/runtime-node';
import { NOT_FOUND, type Endpoint } from './create-endpoint.js';
import type { NextFunction, NodeEndpointHandler } from './endpoint-handlers.js';
import { isFastifyReply, isFastifyRequest, type FastifyPair } from './fastify-pair.js';

/** An endpoint for Node servers, for Fastify, and for whoever calls it with a fetch request. */
export function createNodeEndpointHandler(endpoint: Endpoint): NodeEndpointHandler {
  const serve = async (
    req: NodeRequest,
    res: NodeResponse,
    { next, ...options }: NodeRequestOptions & { readonly next?: NextFunction | undefined },
  ): Promise<void> => {
    const { dispatcher, logger, pathOf } = endpoint;
    // Frameworks keep the path that a request has come with, and tell of the route that they have found.
    const isUnrouted = !isRouted(req) && (next !== undefined || req.originalUrl !== undefined);
    const routePath = pathOf({
      verb: req.method ?? 'GET',
      original: mountedPath({ url: req.originalUrl ?? req.url }),
      mounted: mountedPath(req),
      isShared: next !== undefined && isUnrouted,
      isUnrouted,
    });
    if (routePath !== null) {
      return handleNodeRequest(dispatcher, req, res, { ...options, logger, routePath });
    }
    if (next !== undefined) return next();
    return handleNodeRequest(NOT_FOUND, req, res, { ...options, logger });
  };
  const handle = async (
    request: unknown,
    response?: unknown,
    next?: NextFunction,
  ): Promise<Response | void> => {
    if (isFetchRequest(request)) return endpoint.answer(request);
    if (isFastifyRequest(request) && isFastifyReply(response)) {
      return serveFastify({ request, reply: response }, serve);
    }
    if (!isNodeResponse(response)) {
      throw new TypeError(
        'The handler needs a response beside a request of Node: handler(req, res)',
      );
    }
    // What comes with a response of Node is a request of Node.
    return serve(request as NodeRequest, response, { next });
  };
  // Its overloads say which of both it resolves with.
  return handle as NodeEndpointHandler;
}

type Serve = (req: NodeRequest, res: NodeResponse, options: NodeRequestOptions) => Promise<void>;

async function serveFastify({ request, reply }: FastifyPair, serve: Serve): Promise<void> {
  // Fastify keeps the headers of plugins to itself until it sends a reply, which it will not do.
  const initialHeaders = reply.getHeaders();
  reply.hijack();
  const options = { initialHeaders, parsedBody: request.body, nativeRequest: request };
  await serve(request.raw, reply.raw, options);
}

/** Whether a router has found a route of its own for the request, and not just a path to mount at. */
function isRouted(req: NodeRequest): boolean {
  return 'route' in req && req.route !== undefined;
}

function isFetchRequest(request: unknown): request is Request {
  if (typeof request !== 'object' || request === null || !('headers' in request)) return false;
  const { headers } = request;
  return typeof headers === 'object' && headers !== null && 'forEach' in headers;
}

function isNodeResponse(response: unknown): response is NodeResponse {
  return typeof response === 'object' && response !== null && 'setHeader' in response;
}
