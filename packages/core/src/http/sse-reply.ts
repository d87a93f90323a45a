import type { FrameSource, Reply, ReplyHeaders } from './reply.js';
import { withKeepAlive, type KeepAliveOptions } from './with-keep-alive.js';

const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  // `no-transform` keeps compressing middlewares, the other one nginx, from holding frames back.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  connection: 'keep-alive',
};

/** A 200 event stream of the source's frames, with a greeting and keep-alive comments. */
export function sseReply(
  source: FrameSource,
  options: KeepAliveOptions,
  headers: ReplyHeaders = {},
): Reply {
  return {
    status: 200,
    headers: Object.entries({ ...SSE_HEADERS, ...headers }),
    body: withKeepAlive(source, options),
  };
}
