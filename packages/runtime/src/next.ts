export { createCopilotNextHandler, createCopilotNextPagesHandler } from '@flightdeck/runtime-next';
export type {
  CopilotNextOptions,
  CopilotNextPagesHandler,
  CopilotNextPagesOptions,
  CopilotNextRouteHandler,
  CopilotNextRouteHandlers,
  NextPagesRequest,
} from '@flightdeck/runtime-next';
