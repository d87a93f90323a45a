import {
  ConfigError,
  createDispatcher,
  normalizeBasePath,
  type DispatcherOptions,
} from '@flightdeck/core';
import { handleNodeRequest, type NodeBridgeOptions } from '@flightdeck/runtime-node';

import { createCorsStep, type CopilotExpressCorsOptions } from './create-cors-step.js';
import type { CopilotExpressRouter } from './express-types.js';
import { createRequestClaim } from './create-request-claim.js';

/** Options of {@link createCopilotExpressHandler}. Only `runtime` is required. */
export interface CopilotExpressEndpointParams
  extends Omit<DispatcherOptions, 'basePath' | 'cors'>, NodeBridgeOptions {
  /**
   * Where the runtime is, below the path at which the router is mounted.
   *
   * @default '/', the mount point itself
   */
  readonly basePath?: string;
  /**
   * CORS headers on the runtime's own paths: `true` allows every origin, without cookies. Headers
   * that the application has set already are left as they are.
   *
   * @default true
   */
  readonly cors?: boolean | CopilotExpressCorsOptions;
}

/**
 * Serves a runtime, for `app.use()`. Requests outside of it go on to the next handler, without a trace
 * on their response.
 *
 * @throws ConfigError for an unusable base path, mode, or CORS configuration
 */
export function createCopilotExpressHandler(
  params: CopilotExpressEndpointParams,
): CopilotExpressRouter {
  const { cors, trustProxy, stallTimeoutMs, shutdownSignal, logger, ...mount } = params;
  const { runtime, mode } = mount;
  const basePath = resolveBasePath(mount.basePath);
  const dispatcher = createDispatcher({ ...mount, basePath, cors: false });
  const claims = createRequestClaim(dispatcher, { basePath, mode });
  const addCors = createCorsStep(cors ?? true);
  const bridge = {
    trustProxy,
    stallTimeoutMs,
    shutdownSignal,
    logger: logger ?? runtime.settings.logger,
  };

  // A plain handler: a router around it would do nothing, and would need Express to be loaded.
  return (req, res, next) => {
    if (!claims(req)) return next();
    const answer = (): void => void handleNodeRequest(dispatcher, req, res, bridge);
    if (addCors === null) return answer();
    addCors(req, res, (error) => (error === undefined ? answer() : next(error)));
  };
}

function resolveBasePath(basePath = '/'): string {
  if (basePath === '') throw new ConfigError('basePath must be provided for Express endpoint');
  return normalizeBasePath(basePath);
}
