import { RuntimeError } from '@flightdeck/core';

import type { NodeRequest } from './node-types.js';

/** Whichever comes first says that the rest of a body will not arrive; after `end` none matters. */
const LOST = ['error', 'aborted', 'close'];

/** The client left in the middle of its body; nobody receives this, but operations end by it. */
export function lostUpload(cause?: unknown): RuntimeError {
  return new RuntimeError('invalid_request', 'The request body ended early', { cause });
}

/** Calls back when the client leaves in the middle of its body; returns how to stop watching. */
export function watchUpload(req: NodeRequest, onLost: (error: RuntimeError) => void): () => void {
  const listener = (cause?: unknown): void => onLost(lostUpload(cause));
  for (const event of LOST) req.on(event, listener);
  return () => {
    for (const event of LOST) req.off(event, listener);
  };
}
