import {
  createCopilotExpressHandler,
  type CopilotExpressEndpointParams,
} from './create-copilot-express-handler.js';
import type { CopilotExpressRouter } from './express-types.js';

/** @deprecated Use {@link createCopilotExpressHandler}. */
export const createCopilotEndpointExpress: typeof createCopilotExpressHandler =
  createCopilotExpressHandler;

/** @deprecated Use {@link createCopilotExpressHandler} with `mode: 'single-route'`. */
export function createCopilotEndpointSingleRouteExpress(
  params: Omit<CopilotExpressEndpointParams, 'mode'>,
): CopilotExpressRouter {
  return createCopilotExpressHandler({ ...params, mode: 'single-route' });
}
