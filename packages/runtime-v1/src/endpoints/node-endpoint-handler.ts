import {
  handleNodeRequest,
  mountedPath,
  type NodeRequest,
  type NodeResponse,
} from '@flightdeck/runtime-node';
import { NOT_FOUND, type Endpoint } from './create-endpoint.js';
import type { NextFunction, NodeEndpointHandler } from './endpoint-handlers.js';

/** An endpoint for Node servers, and for whoever calls it with a fetch request. */
export function createNodeEndpointHandler(endpoint: Endpoint): NodeEndpointHandler {
  const { dispatcher, logger, pathOf } = endpoint;
  async function handle(request: Request): Promise<Response>;
  async function handle(req: NodeRequest, res: NodeResponse, next?: NextFunction): Promise<void>;
  async function handle(
    req: NodeRequest | Request,
    res?: NodeResponse,
    next?: NextFunction,
  ): Promise<Response | void> {
    if (isFetchRequest(req)) return endpoint.answer(req);
    if (res === undefined) {
      throw new TypeError(
        'The handler of a CopilotKit endpoint needs a response, too: handler(req, res)',
      );
    }
    const routePath = pathOf({
      verb: req.method ?? 'GET',
      original: originalPath(req),
      mounted: mountedPath(req),
      isShared: next !== undefined && !('route' in req && req.route !== undefined),
    });
    if (routePath === null && next !== undefined) return next();
    if (routePath === null) return handleNodeRequest(NOT_FOUND, req, res, { logger });
    return handleNodeRequest(dispatcher, req, res, { logger, routePath });
  }
  return handle;
}

function isFetchRequest(request: NodeRequest | Request): request is Request {
  return typeof request.headers.get === 'function';
}

function originalPath(req: NodeRequest): string {
  return mountedPath({ url: req.originalUrl ?? req.url });
}
