// What `@copilotkit/runtime/langgraph` exports. An entry of its own: the root never loads `@ag-ui/langgraph`.

export { LangGraphAgent, LangGraphHttpAgent, type LangGraphAgentConfig } from '@ag-ui/langgraph';
export { CustomEventNames } from './custom-event-names.js';
