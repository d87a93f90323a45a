export {
  attachRealtime,
  type RealtimeAttachment,
  type RealtimeServerOptions,
  type UpgradableServer,
} from './attach-realtime.js';
export {
  createCopilotNodeHandler,
  createNodeFetchHandler,
  type NodeFetchHandler,
} from './create-copilot-node-handler.js';
export {
  createCopilotNodeListener,
  type CopilotNodeListenerOptions,
  type NodeCopilotListener,
} from './create-copilot-node-listener.js';
export {
  createGracefulShutdown,
  type GracefulShutdownOptions,
  type ShutdownRuntime,
} from './create-graceful-shutdown.js';
export {
  handleNodeRequest,
  type NodeBridgeOptions,
  type NodeRequestOptions,
} from './handle-node-request.js';
export type { NodeRequestSourceOptions } from './node-request-source.js';
export type { NodeRequest, NodeResponse } from './node-types.js';
export { OpenResponses, type DrainableRuntime } from './open-responses.js';
export { readBody } from './read-body.js';
export { mountedPath } from './request-url.js';
export { routePathOf } from './route-path-of.js';
export type { SendOptions } from './send-reply.js';
export type { ClosableServer } from './server-closer.js';
export { shutdownOnSignals, type SignalOptions } from './shutdown-on-signals.js';
export type { TransmitOptions } from './transmit.js';
export type { InitialHeaders } from './write-head.js';
