import type { ChunkSource } from './chunk-source.js';
import { discardBody } from './discard-body.js';
import { HTTP2_NO_ERROR } from './http2-codes.js';
import type { NodeResponse } from './node-types.js';
import { onShutdown } from './on-shutdown.js';
import { pumpChunks } from './pump-chunks.js';
import { ResponseGate } from './response-gate.js';
import { destroyResponse, isHttp2 } from './response-state.js';
import { hasUnreadRequest } from './unread-request.js';

export interface TransmitOptions {
  /**
   * Milliseconds for which a reader may take nothing while data waits for it; then its connection is
   * cut. Silence of the agent does not count.
   *
   * @default 60000
   */
  readonly stallTimeoutMs?: number | undefined;
  /** Ends open streams cleanly, so that `server.close()` can finish. */
  readonly shutdownSignal?: AbortSignal | undefined;
}

interface BeforeFirst {
  /** Called when the first piece is there, or the end: what fails before that can still become a 500. */
  readonly beforeFirst?: () => void;
}

const STALL_TIMEOUT_MS = 60_000;

/** Writes a body at its reader's pace and ends the response; cancels the body when the reader leaves. */
export async function transmit(
  res: NodeResponse,
  chunks: ChunkSource,
  options: TransmitOptions & BeforeFirst,
): Promise<void> {
  const cancel = (): void => chunks.cancel();
  const stallTimeoutMs = options.stallTimeoutMs ?? STALL_TIMEOUT_MS;
  const gate = new ResponseGate(res, { stallTimeoutMs, onClose: cancel });
  const stopListening = onShutdown(options.shutdownSignal, cancel);
  try {
    const first = options.beforeFirst === undefined ? undefined : await chunks.next();
    if (!gate.closed) options.beforeFirst?.();
    await pumpChunks(res, chunks, gate, first);
    await finish(res, gate);
  } catch (error) {
    cancel();
    // A body may well fail because its reader has left.
    if (gate.closed) return;
    if (res.headersSent) destroyResponse(res);
    throw error;
  } finally {
    stopListening();
    gate.release();
  }
}

async function finish(res: NodeResponse, gate: ResponseGate): Promise<void> {
  if (gate.closed) return;
  const unread = hasUnreadRequest(res, res.statusCode);
  if (unread && !isHttp2(res)) await discardBody(res.req);
  if (!res.writableEnded) res.end();
  // After its response, HTTP/2 can ask the client to stop sending: no need to take in the rest.
  if (unread && isHttp2(res)) res.stream?.close(HTTP2_NO_ERROR);
  // Usually everything is with the operating system by now.
  while (res.writableLength > 0 && !res.writableFinished && !gate.closed) await gate.progress();
}
