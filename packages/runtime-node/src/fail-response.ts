import { jsonReply } from '@flightdeck/core';

import type { NodeResponse } from './node-types.js';
import { destroyResponse } from './response-state.js';
import { sendReply } from './send-reply.js';

/** Answers for a handler that failed: a bare 500, or a cut connection once the head is out. */
export async function failResponse(res: NodeResponse): Promise<void> {
  if (res.headersSent) return destroyResponse(res);
  try {
    // May be left over from the reply that could not be sent.
    res.removeHeader('content-encoding');
    await sendReply(res, jsonReply({ error: 'internal_error' }, 500));
  } catch {
    destroyResponse(res);
  }
}
