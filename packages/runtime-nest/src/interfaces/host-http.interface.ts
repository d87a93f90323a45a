import type { InitialHeaders, NodeRequest, NodeResponse } from '@flightdeck/runtime-node';

/** What Fastify puts around a Node request. */
export interface FastifyRequestLike {
  readonly raw: NodeRequest;
  readonly body?: unknown;
}

/** What Fastify puts around a Node response. */
export interface FastifyReplyLike {
  readonly raw: NodeResponse;
  /** Leaves the response to whoever calls it. */
  hijack(): unknown;
  getHeaders(): InitialHeaders;
}

/** A request as Nest passes it to controllers; that of Express is a Node request. */
export type HostRequest = NodeRequest | FastifyRequestLike;

/** A response as Nest passes it to controllers; that of Express is a Node response. */
export type HostReply = NodeResponse | FastifyReplyLike;
