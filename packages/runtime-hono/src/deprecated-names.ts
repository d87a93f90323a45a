import {
  createCopilotHonoHandler,
  type CopilotHonoApp,
  type CopilotHonoEndpointParams,
} from './create-copilot-hono-handler.js';

/** @deprecated Use {@link createCopilotHonoHandler}. */
export const createCopilotEndpoint: typeof createCopilotHonoHandler = createCopilotHonoHandler;

/** @deprecated Use {@link createCopilotHonoHandler} with `mode: 'single-route'`. */
export function createCopilotEndpointSingleRoute(
  params: Omit<CopilotHonoEndpointParams, 'mode'>,
): CopilotHonoApp {
  return createCopilotHonoHandler({ ...params, mode: 'single-route' });
}
