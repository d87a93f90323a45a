import type { InitialHeaders, NodeRequest, NodeResponse } from '@flightdeck/runtime-node';

/** A request of Fastify, as controllers of Nest are given it on that platform. */
export interface FastifyRequestLike {
  readonly raw: NodeRequest;
  readonly body?: unknown;
}

export interface FastifyReplyLike {
  readonly raw: NodeResponse;
  getHeaders(): InitialHeaders;
  hijack(): unknown;
}

export interface FastifyPair {
  readonly request: FastifyRequestLike;
  readonly reply: FastifyReplyLike;
}

export function isFastifyRequest(value: unknown): value is FastifyRequestLike {
  return typeof value === 'object' && value !== null && 'raw' in value && 'body' in value;
}

export function isFastifyReply(value: unknown): value is FastifyReplyLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'raw' in value &&
    'hijack' in value &&
    typeof value.hijack === 'function'
  );
}
