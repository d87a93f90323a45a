import { createDispatcher, type DispatcherOptions } from '@flightdeck/core';

import { handleNodeRequest, type NodeBridgeOptions } from './handle-node-request.js';
import type { NodeRequest, NodeResponse } from './node-types.js';

/** A listener for the `request` event of `node:http` and `node:http2` servers. It never rejects. */
export type NodeCopilotListener = (req: NodeRequest, res: NodeResponse) => Promise<void>;

export interface CopilotNodeListenerOptions extends DispatcherOptions, NodeBridgeOptions {}

/**
 * Serves a runtime from a Node HTTP server. Requests outside `basePath` are answered with 404.
 *
 * @throws ConfigError for an unusable base path or CORS configuration
 */
export function createCopilotNodeListener(
  options: CopilotNodeListenerOptions,
): NodeCopilotListener {
  const { trustProxy, stallTimeoutMs, shutdownSignal, logger, ...mount } = options;
  const dispatcher = createDispatcher(mount);
  const bridge = {
    trustProxy,
    stallTimeoutMs,
    shutdownSignal,
    logger: logger ?? mount.runtime.settings.logger,
  };
  return (req, res) => handleNodeRequest(dispatcher, req, res, bridge);
}
