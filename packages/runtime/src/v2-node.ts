export {
  attachRealtime,
  createCopilotNodeHandler,
  createCopilotNodeListener,
  createGracefulShutdown,
  createNodeFetchHandler,
  shutdownOnSignals,
} from '@flightdeck/runtime-node';
export type {
  CopilotNodeListenerOptions,
  GracefulShutdownOptions,
  NodeCopilotListener,
  NodeFetchHandler,
  RealtimeAttachment,
  RealtimeServerOptions,
  SignalOptions,
} from '@flightdeck/runtime-node';
