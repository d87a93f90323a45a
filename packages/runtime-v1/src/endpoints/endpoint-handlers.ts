import type { NodeRequest, NodeResponse } from '@flightdeck/runtime-node';

/** Answers a fetch request. Never rejects. */
export type FetchEndpointHandler = (request: Request) => Promise<Response>;

/** Told where a request is not for the endpoint, as Express and Connect do it. */
export type NextFunction = (error?: unknown) => void;

/** Answers requests of a Node server or of a framework on top of one, and fetch requests. */
export interface NodeEndpointHandler {
  (request: Request): Promise<Response>;
  (req: NodeRequest, res: NodeResponse, next?: NextFunction): Promise<void>;
}
