export type {
  CopilotExpressCorsOptions,
  CopilotExpressOriginDecision,
} from './create-cors-step.js';
export {
  createCopilotExpressHandler,
  type CopilotExpressEndpointParams,
} from './create-copilot-express-handler.js';
export {
  createCopilotEndpointExpress,
  createCopilotEndpointSingleRouteExpress,
} from './deprecated-names.js';
export type { CopilotExpressRouter, ExpressNext, ExpressRequest } from './express-types.js';
export {
  attachRealtime,
  type RealtimeAttachment,
  type RealtimeServerOptions,
} from '@flightdeck/runtime-node';
