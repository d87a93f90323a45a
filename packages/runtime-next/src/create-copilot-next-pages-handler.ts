import {
  handleNodeRequest,
  mountedPath,
  type NodeBridgeOptions,
  type NodeRequest,
  type NodeResponse,
} from '@flightdeck/runtime-node';

import type { CopilotNextOptions } from './copilot-next-options.js';
import { createNextMount, isRecord } from './next-mount.js';

export interface CopilotNextPagesOptions extends CopilotNextOptions, NodeBridgeOptions {}

/** A request of the Pages Router, as far as it matters here. */
export interface NextPagesRequest extends NodeRequest {
  /** Parameters of the route and of the query. */
  readonly query?: unknown;
}

/** An API route of the Pages Router. Resolves when the response is out; never rejects. */
export type CopilotNextPagesHandler = (req: NextPagesRequest, res: NodeResponse) => Promise<void>;

/**
 * Serves a runtime from `pages/api/copilotkit/[[...slug]].ts` of the Pages Router, or from a file
 * without a catch-all segment, which then takes envelopes only. Works with the body parser of
 * Next.js, whose limit is 1 MB, and better without:
 * `export const config = { api: { bodyParser: false, responseLimit: false } }`.
 *
 * @throws ConfigError for an unusable base path, mode, or CORS configuration
 */
export function createCopilotNextPagesHandler(
  options: CopilotNextPagesOptions,
): CopilotNextPagesHandler {
  const { trustProxy, stallTimeoutMs, shutdownSignal, logger, ...mount } = options;
  const routeOf = createNextMount(mount);
  const bridge = {
    trustProxy,
    stallTimeoutMs,
    shutdownSignal,
    logger: logger ?? mount.runtime.settings.logger,
  };
  return (req, res) => {
    const { query } = req;
    const { dispatcher, routePath } = routeOf(mountedPath(req), isRecord(query) ? query : null);
    return handleNodeRequest(dispatcher, req, res, { ...bridge, routePath });
  };
}
