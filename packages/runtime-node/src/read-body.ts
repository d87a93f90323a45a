import { payloadTooLarge } from '@flightdeck/core';

import { lostUpload, watchUpload } from './lost-upload.js';
import { toBytes } from './next-chunk.js';
import type { NodeRequest } from './node-types.js';

const EMPTY = new Uint8Array();

/**
 * Reads the whole body of a request.
 *
 * Reading stops at the limit: the rest stays with the socket until `discardBody` deals with it.
 *
 * @throws RuntimeError `payload_too_large` above `maxBytes`, `invalid_request` if the client leaves
 */
export async function readBody(req: NodeRequest, maxBytes: number): Promise<Uint8Array> {
  if (declaredLength(req) > maxBytes) throw payloadTooLarge(maxBytes);
  if (req.readableEnded) return EMPTY;
  if (req.destroyed) {
    if (req.complete && !req.aborted) return EMPTY;
    throw lostUpload();
  }
  return collect(req, maxBytes);
}

function collect(req: NodeRequest, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const detach = (): void => {
      req.off('data', onData).off('end', onEnd);
      unwatch();
    };
    const fail = (error: Error): void => {
      detach();
      req.pause();
      reject(error);
    };
    const onData = (chunk: string | Uint8Array): void => {
      const bytes = toBytes(chunk);
      size += bytes.byteLength;
      if (size > maxBytes) fail(payloadTooLarge(maxBytes));
      else chunks.push(bytes);
    };
    const onEnd = (): void => {
      detach();
      resolve(concat(chunks, size));
    };
    const unwatch = watchUpload(req, fail);
    // A host may have paused the request, which a listener alone does not undo.
    req.on('data', onData).on('end', onEnd).resume();
  });
}

function declaredLength(req: NodeRequest): number {
  const length = Number(req.headers['content-length'] ?? 0);
  return Number.isFinite(length) ? length : 0;
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size);
}
