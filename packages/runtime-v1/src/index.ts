export { CopilotRuntime, type AgentDescription, type AgentStateAnswer } from './copilot-runtime.js';
export type { MountAgentsOptions } from './run/mount-agents.js';
export type { CopilotRuntimeConstructorParams } from './options/runtime-params.js';
export type { CreateCopilotRuntimeServerOptions } from './options/endpoint-options.js';
export type {
  FetchEndpointHandler,
  NextFunction,
  NodeEndpointHandler,
} from './endpoints/endpoint-handlers.js';
export { copilotRuntimeNestEndpoint } from './endpoints/nest-endpoint.js';
export {
  copilotRuntimeNextJSAppRouterEndpoint,
  type NextAppRouterEndpoint,
} from './endpoints/next-app-router-endpoint.js';
export {
  config,
  copilotRuntimeNextJSPagesRouterEndpoint,
} from './endpoints/next-pages-router-endpoint.js';
export { copilotRuntimeNodeExpressEndpoint } from './endpoints/node-express-endpoint.js';
export { copilotRuntimeNodeHttpEndpoint } from './endpoints/node-http-endpoint.js';
