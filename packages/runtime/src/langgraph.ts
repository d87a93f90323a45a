export {
  CustomEventNames,
  LangGraphAgent,
  LangGraphHttpAgent,
} from '@flightdeck/runtime-v1/langgraph';
export type {
  LangGraphAgentConfig,
  PredictStateTool,
  TextMessageEvents,
  ToolCallEvents,
} from '@flightdeck/runtime-v1/langgraph';
