import { lostUpload, watchUpload } from './lost-upload.js';
import type { NodeRequest } from './node-types.js';

/**
 * The next piece of a body, or `null` at its end. Between two calls nothing is read and nothing
 * listens, so that whoever comes later can take over.
 *
 * @throws RuntimeError `invalid_request` if the client leaves
 */
export async function nextChunk(req: NodeRequest): Promise<Uint8Array | null> {
  for (;;) {
    if (req.readableEnded) return null;
    if (req.destroyed) throw lostUpload();
    const chunk = req.read() as string | Uint8Array | null;
    if (chunk !== null) return toBytes(chunk);
    await readable(req);
  }
}

/** A host that has set an encoding on its request gets strings. */
export function toBytes(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function readable(req: NodeRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const detach = (): void => {
      req.off('readable', onReady).off('end', onReady);
      unwatch();
    };
    const onReady = (): void => {
      detach();
      resolve();
    };
    const unwatch = watchUpload(req, (error) => {
      detach();
      reject(error);
    });
    req.on('readable', onReady).on('end', onReady);
  });
}
