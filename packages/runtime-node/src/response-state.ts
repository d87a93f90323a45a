import { HTTP2_INTERNAL_ERROR } from './http2-codes.js';
import type { NodeResponse } from './node-types.js';

export function isHttp2(res: NodeResponse): boolean {
  return res.req.httpVersionMajor >= 2;
}

/** Whether nobody can receive this response any more. */
export function isGone(res: NodeResponse): boolean {
  if (isHttp2(res)) return res.stream?.destroyed ?? true;
  return res.destroyed || res.closed || (res.socket?.destroyed ?? false);
}

/** Asked at `close`: whether the response had not been handed over completely. */
export function leftEarly(res: NodeResponse): boolean {
  if (!isHttp2(res)) return !res.writableFinished;
  // HTTP/2 emits `finish` for a cancelled stream too, so only the stream's own fate tells.
  return !res.writableEnded || (res.stream?.aborted ?? true) || res.stream?.rstCode !== 0;
}

/** Cuts the response off, so that the client sees an error and not a clean end. */
export function destroyResponse(res: NodeResponse): void {
  if (isHttp2(res)) res.stream?.close(HTTP2_INTERNAL_ERROR);
  else res.destroy();
}
