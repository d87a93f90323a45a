import type { Reply, ReplyBody } from '@flightdeck/core';

import { chunkSource, NO_CHUNKS, type ChunkSource } from './chunk-source.js';
import type { NodeResponse } from './node-types.js';
import { SLICE_BYTES } from './pump-chunks.js';
import { isGone, isHttp2 } from './response-state.js';
import { transmit, type TransmitOptions } from './transmit.js';
import { hasUnreadRequest } from './unread-request.js';
import { writeHead, type InitialHeaders } from './write-head.js';

export interface SendOptions extends TransmitOptions {
  /** Headers that a framework has collected outside of the raw response. */
  readonly initialHeaders?: InitialHeaders | undefined;
}

const BODILESS = new Set([204, 205, 304]);

/**
 * Writes a reply to a Node response. Resolves when it is sent or when nobody reads it any more.
 *
 * Rejects when the body fails. If its head had been sent by then, the connection has been cut, so
 * that the client does not take the torso for the whole.
 */
export async function sendReply(
  res: NodeResponse,
  reply: Reply,
  options: SendOptions = {},
): Promise<void> {
  const { body } = reply;
  if (isGone(res) || res.headersSent) return release(body);
  if (body === null || typeof body === 'string' || isBodiless(res, reply)) {
    const text = typeof body === 'string' && !isBodiless(res, reply) ? body : '';
    release(body);
    const sending = sendText(res, reply, text, options);
    return sending === undefined ? undefined : await sending;
  }
  return await sendStream(res, reply, chunkSource(body), options);
}

function isBodiless({ req }: NodeResponse, { status }: Reply): boolean {
  return req.method === 'HEAD' || BODILESS.has(status);
}

/**
 * Sends a body that is complete; the length it announces is that of the reply's own text. Returns
 * nothing if that is done at once, as it is for most.
 */
function sendText(
  res: NodeResponse,
  reply: Reply,
  text: string,
  options: SendOptions,
): Promise<void> | undefined {
  const closeConnection = hasUnreadRequest(res, reply.status);
  const contentLength = announcedLength(reply);
  const { initialHeaders } = options;
  writeHead(res, reply, { initialHeaders, contentLength, closeConnection });
  if (closeConnection || text.length > SLICE_BYTES) {
    return transmit(res, chunkSource(text), options);
  }
  res.end(text);
  // Most replies are with the operating system by now; only what is not needs to be watched.
  return res.writableLength > 0 ? transmit(res, NO_CHUNKS, options) : undefined;
}

async function sendStream(
  res: NodeResponse,
  reply: Reply,
  chunks: ChunkSource,
  options: SendOptions,
): Promise<void> {
  const head = (): void => {
    const closeConnection = hasUnreadRequest(res, reply.status);
    writeHead(res, reply, { initialHeaders: options.initialHeaders, closeConnection });
  };
  if (!isEventStream(reply)) return transmit(res, chunks, { ...options, beforeFirst: head });
  try {
    head();
  } catch (error) {
    chunks.cancel();
    throw error;
  }
  flushHead(res);
  return transmit(res, chunks, options);
}

/** A run may be silent for long, and its client wants to know that it has begun. */
function flushHead(res: NodeResponse): void {
  const socket = isHttp2(res) ? null : res.socket;
  // Frames that are ready already leave in the same packet.
  socket?.cork();
  res.flushHeaders?.();
  if (socket !== null) process.nextTick(() => socket.uncork());
}

function isEventStream({ headers, body }: Reply): boolean {
  if (typeof body === 'object' && body !== null && 'pull' in body) return true;
  return headers.some(
    ([name, value]) => name === 'content-type' && /^text\/event-stream/i.test(value),
  );
}

function announcedLength({ status, body }: Reply): number | undefined {
  if (status === 204 || status === 304) return undefined;
  if (status === 205 || body === null) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : undefined;
}

function release(body: ReplyBody): void {
  if (body !== null && typeof body !== 'string') chunkSource(body).cancel();
}
