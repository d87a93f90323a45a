import type { Message } from '@flightdeck/store';
import { copyJson } from '../internal/copy-json.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import type { AgentView } from './agent-view.js';
import { isInherited, isUntouchedAgent, type UntouchedAgent } from './untouched-agent.js';

/**
 * Gives a per-request clone the messages of its conversation: a copy of its own, because agents may
 * change them. AG-UI's way copies every text; here the texts are shared, which nobody can tell.
 */
export function giveMessages(
  agent: RuntimeAgent,
  messages: readonly Message[],
  fastPath: boolean,
): void {
  if (fastPath && isUntouchedAgent(agent) && isInherited(agent, 'setMessages')) {
    agent.messages = copyJson([...messages]);
  } else {
    agent.setMessages?.([...messages] as never);
  }
}

interface PreparedInput {
  messages: readonly Message[];
}

/**
 * The same for the copy that AG-UI makes of an agent's messages for its run: the method that prepares the
 * input is called as ever, but for messages, which the agent has none of then.
 *
 * Not on an object that inherits from the agent: V8 makes a class of its own for that, which is old as soon
 * as it is made, and keeps the whole run through every minor collection.
 */
export function shareTextsOfInput(agent: UntouchedAgent, view: AgentView): void {
  const { prepareRunAgentInput } = agent;
  if (typeof prepareRunAgentInput !== 'function') return;
  const prepare = (...args: readonly unknown[]): unknown => {
    const all: readonly Message[] = agent.messages;
    const input = view.withoutMessages(
      () => Reflect.apply(prepareRunAgentInput, agent, args) as PreparedInput,
    );
    // Activities are between agents and their interfaces.
    input.messages = copyJson(all.filter(({ role }) => role !== 'activity'));
    return input;
  };
  Object.defineProperty(agent, 'prepareRunAgentInput', { value: prepare, configurable: true });
}
