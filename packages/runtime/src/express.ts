export {
  attachRealtime,
  createCopilotEndpointExpress,
  createCopilotEndpointSingleRouteExpress,
  createCopilotExpressHandler,
} from '@flightdeck/runtime-express';
export type {
  CopilotExpressCorsOptions,
  CopilotExpressEndpointParams,
  CopilotExpressOriginDecision,
  CopilotExpressRouter,
  ExpressNext,
  ExpressRequest,
  RealtimeAttachment,
  RealtimeServerOptions,
} from '@flightdeck/runtime-express';
