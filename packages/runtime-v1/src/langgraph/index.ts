// What `@copilotkit/runtime/langgraph` exports. An entry of its own: the root never loads `@ag-ui/langgraph`.

export { LangGraphHttpAgent, type LangGraphAgentConfig } from '@ag-ui/langgraph';
export { CustomEventNames } from './custom-event-names.js';
export { LangGraphAgent } from './lang-graph-agent.js';
export type { PredictStateTool, TextMessageEvents, ToolCallEvents } from './event-types.js';
