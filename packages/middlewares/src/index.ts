export { composeMiddlewares } from './compose-middlewares.js';
export {
  asAguiMiddleware,
  type AguiMiddleware,
  type AguiMiddlewareOptions,
  type EventObservable,
  type EventSubscriber,
  type ObservableClass,
} from './as-agui-middleware.js';
export {
  transformRecordedEvents,
  type RecordedEventTransformOptions,
} from './transform-recorded-events.js';
export type { SyncRunMiddleware, SyncRunTransform } from './sync-middleware.js';
export { a2ui } from './a2ui/a2ui.js';
export {
  isA2UIEnabled,
  type A2UIOptions,
  type A2UIRecoveryOptions,
  type A2UISchema,
} from './a2ui/a2ui-options.js';
export {
  openGenerativeUI,
  type OpenGenerativeUIOptions,
} from './open-generative-ui/open-generative-ui.js';
export { mcpApps } from './mcp-apps/mcp-apps.js';
export type { MCPAppsOptions, MCPAppsServer, MCPAppsTools } from './mcp-apps/mcp-apps-options.js';
export { isProxiedMCPRequest } from './mcp-apps/proxied-request.js';
export type {
  AguiEvent,
  RunAnswer,
  RunContext,
  RunInput,
  RunMiddleware,
  RunTransform,
  ToolDeclaration,
} from './run-middleware.js';
