export type { CopilotNextOptions } from './copilot-next-options.js';
export {
  createCopilotNextHandler,
  type CopilotNextRouteHandler,
  type CopilotNextRouteHandlers,
} from './create-copilot-next-handler.js';
export {
  createCopilotNextPagesHandler,
  type CopilotNextPagesHandler,
  type CopilotNextPagesOptions,
  type NextPagesRequest,
} from './create-copilot-next-pages-handler.js';
