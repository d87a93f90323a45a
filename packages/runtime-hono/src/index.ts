export {
  toFetchCorsConfig,
  type CopilotEndpointCorsConfig,
  type CopilotEndpointOriginDecision,
} from './cors-config.js';
export {
  createCopilotHonoHandler,
  type CopilotHonoApp,
  type CopilotHonoEndpointParams,
} from './create-copilot-hono-handler.js';
export { createCopilotEndpoint, createCopilotEndpointSingleRoute } from './deprecated-names.js';
