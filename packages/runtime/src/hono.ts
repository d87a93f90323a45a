export {
  createCopilotEndpoint,
  createCopilotEndpointSingleRoute,
  createCopilotHonoHandler,
  toFetchCorsConfig,
} from '@flightdeck/runtime-hono';
export type {
  CopilotEndpointCorsConfig,
  CopilotEndpointOriginDecision,
  CopilotHonoApp,
  CopilotHonoEndpointParams,
} from '@flightdeck/runtime-hono';
