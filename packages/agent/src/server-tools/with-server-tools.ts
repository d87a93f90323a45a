import type { AbstractAgent } from '@ag-ui/client';
import { AgentConfigError } from '../options/agent-config-error.js';
import { checkServerTools } from '../tools/server-tools.js';
import { isInnerAgent, type InnerAgent } from './inner-agent.js';
import { ServerToolsAgent } from './server-tools-agent.js';
import type { ServerToolSource, WithServerToolsOptions } from './server-tools-options.js';

/**
 * Gives any AG-UI agent tools that run on the server: an `AbstractAgent` of any supported version, or
 * an object with `clone()` and `runAgent()`.
 *
 * The tools are offered to the agent in `input.tools`, unless the browser has one of that name. When
 * the agent calls them and does not answer itself, they run, the browser hears `TOOL_CALL_RESULT`, and
 * the agent is asked again with the longer history, up to `maxSteps` times. If it calls tools of the
 * browser as well, or a tool asks a person, the run ends after the server's results. An interrupt or an
 * error of the agent ends the run. The run that brings a person's answer begins with the tool, and asks
 * the agent once it has its result. The given agent is never run itself, only clones of it.
 *
 * @throws AgentConfigError for tools that no run could use, and for something that is no agent
 */
export function withServerTools(
  agent: InnerAgent,
  tools: readonly ServerToolSource[],
  options: WithServerToolsOptions = {},
): AbstractAgent {
  if (!isInnerAgent(agent)) {
    throw new AgentConfigError(
      'withServerTools needs an agent: an object with clone() and runAgent()',
    );
  }
  checkServerTools(tools.filter((tool) => typeof tool !== 'function'));
  return new ServerToolsAgent(agent, tools, options);
}
