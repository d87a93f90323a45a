import { LangGraphAgent as BaseAgent, type LangGraphAgentConfig } from '@ag-ui/langgraph';
import { withCopilotKitEvents } from './with-copilotkit-events.js';

/** An agent of a LangGraph platform, whose graph may use the SDK of CopilotKit. v1.md 3. */
export class LangGraphAgent extends withCopilotKitEvents(BaseAgent) {
  // So that the types of this package show it.
  constructor(config: LangGraphAgentConfig) {
    super(config);
  }
}
