import type { Logger, Reply, RuntimeDispatcher } from '@flightdeck/core';

import { failResponse } from './fail-response.js';
import { NodeRequestSource, type NodeRequestSourceOptions } from './node-request-source.js';
import type { NodeRequest, NodeResponse } from './node-types.js';
import { sendReply, type SendOptions } from './send-reply.js';
import type { TransmitOptions } from './transmit.js';

/** How a Node server serves a runtime. */
export interface NodeBridgeOptions
  extends TransmitOptions, Pick<NodeRequestSourceOptions, 'trustProxy'> {
  /**
   * Told of failures that no response can report.
   *
   * @default says nothing
   */
  readonly logger?: Pick<Logger, 'error'> | undefined;
}

/** What the adapter of a framework knows about one request on top. */
export interface NodeRequestOptions
  extends NodeBridgeOptions, NodeRequestSourceOptions, SendOptions {}

/**
 * Serves one request with a runtime: the one function that adapters call. Never rejects.
 */
export async function handleNodeRequest(
  dispatcher: RuntimeDispatcher,
  req: NodeRequest,
  res: NodeResponse,
  options: NodeRequestOptions = {},
): Promise<void> {
  try {
    await sendReply(res, await dispatchNode(dispatcher, req, res, options), options);
  } catch (error) {
    options.logger?.error('A response could not be sent', error);
    await failResponse(res);
  }
}

/** Not inline: what a function has named stays with it for as long as the stream that it sends. */
function dispatchNode(
  dispatcher: RuntimeDispatcher,
  req: NodeRequest,
  res: NodeResponse,
  options: NodeRequestOptions,
): Promise<Reply> {
  return dispatcher.dispatch(new NodeRequestSource(req, res, options));
}
