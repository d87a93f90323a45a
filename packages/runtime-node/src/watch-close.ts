import { HTTP2_NO_ERROR } from './http2-codes.js';
import { setMaxListeners } from './node-builtins.js';
import type { NodeResponse } from './node-types.js';
import { isHttp2 } from './response-state.js';

/** Calls back once when a response is over, finished or not; returns how to stop watching. */
export function watchClose(res: NodeResponse, callback: () => void): () => void {
  const { req } = res;
  const queued = res.socket === null && !isHttp2(res);
  const stop = (): void => {
    res.off('close', onOver);
    if (isHttp2(res)) req.off('aborted', onAborted);
    if (queued) req.socket.off('close', onOver);
  };
  const onOver = (): void => {
    stop();
    callback();
  };
  const onAborted = (): void => {
    // Node keeps a stream that its client has cancelled without an error code while data waits in it.
    if (res.stream?.rstCode === HTTP2_NO_ERROR) res.stream.destroy();
    onOver();
  };
  res.on('close', onOver);
  if (isHttp2(res)) req.on('aborted', onAborted);
  // A pipelined response that waits for its turn has no socket yet and never hears of its end.
  if (queued) {
    // Any number of them may wait, which Node would take for a leak.
    setMaxListeners(0, req.socket);
    req.socket.on('close', onOver);
  }
  return stop;
}
