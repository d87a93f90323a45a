import type { NodeRequest, NodeResponse } from '@flightdeck/runtime-node';
import type { FastifyReplyLike, FastifyRequestLike } from './fastify-pair.js';

/** Answers a fetch request. Never rejects. */
export type FetchEndpointHandler = (request: Request) => Promise<Response>;

/** Told where a request is not for the endpoint, as Express and Connect do it. */
export type NextFunction = (error?: unknown) => void;

/**
 * Answers requests of Node servers and of frameworks on top of them, and fetch requests.
 *
 * Resolves once the response is out, or `next` was called. Rejects with a TypeError where a request
 * of Node comes without its response, and for nothing else.
 */
export interface NodeEndpointHandler {
  (request: Request): Promise<Response>;
  (req: NodeRequest, res: NodeResponse, next?: NextFunction): Promise<void>;
  (request: FastifyRequestLike, reply: FastifyReplyLike): Promise<void>;
}
