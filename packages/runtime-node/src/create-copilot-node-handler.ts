import type { Reply } from '@flightdeck/core';

import type { NodeCopilotListener } from './create-copilot-node-listener.js';
import { failResponse } from './fail-response.js';
import type { NodeBridgeOptions } from './handle-node-request.js';
import { NodeRequestSource } from './node-request-source.js';
import { sendReply } from './send-reply.js';

/** Anything that answers fetch requests. */
export type NodeFetchHandler = (request: Request) => Promise<Response> | Response;

/**
 * Serves any fetch handler from a Node HTTP server: bodies stream in both directions, and
 * `request.signal` aborts when the client leaves early. A handler that fails is answered with a
 * bare 500; the details go to the logger.
 */
export function createCopilotNodeHandler(
  fetchHandler: NodeFetchHandler,
  options: NodeBridgeOptions = {},
): NodeCopilotListener {
  return async (req, res) => {
    try {
      const request = new NodeRequestSource(req, res, options).toRequest();
      await sendReply(res, toReply(await fetchHandler(request)), options);
    } catch (error) {
      options.logger?.error('A request could not be answered', error);
      await failResponse(res);
    }
  };
}

/** Another name for {@link createCopilotNodeHandler}. */
export const createNodeFetchHandler: typeof createCopilotNodeHandler = createCopilotNodeHandler;

function toReply({ status, headers, body }: Response): Reply {
  // `Response.error()` has the status 0.
  if (status < 200) throw new RangeError(`A response with the status ${status} cannot be sent`);
  return { status, headers: [...headers], body };
}
