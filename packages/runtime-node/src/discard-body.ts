import type { NodeRequest } from './node-types.js';

export interface DiscardLimits {
  /** @default 8 MiB */
  readonly maxBytes?: number;
  /** @default 2000 */
  readonly timeoutMs?: number;
}

const MAX_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 2_000;

/**
 * Takes in what a client is still sending, so that it gets to read the response: closing a socket
 * with unread input resets the connection, and the reset overtakes the response. Bounded, because
 * a client that does not stop is not owed more.
 */
export function discardBody(req: NodeRequest, limits: DiscardLimits = {}): Promise<void> {
  const { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS } = limits;
  if (req.destroyed || req.readableEnded) return Promise.resolve();
  return new Promise((resolve) => {
    let size = 0;
    const timer = setTimeout(done, timeoutMs);
    function done(): void {
      clearTimeout(timer);
      req.off('data', onData).off('end', done).off('close', done).off('error', done);
      req.pause();
      resolve();
    }
    function onData(chunk: string | Uint8Array): void {
      size += chunk.length;
      if (size > maxBytes) done();
    }
    req.on('data', onData).on('end', done).on('close', done).on('error', done).resume();
  });
}
