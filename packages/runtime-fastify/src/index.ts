export { copilotFastify } from './copilot-fastify.js';
export type { CopilotFastifyOptions } from './copilot-fastify-options.js';
export { fastifyLogger } from './fastify-logger.js';
export {
  attachRealtime,
  type RealtimeAttachment,
  type RealtimeServerOptions,
} from '@flightdeck/runtime-node';
