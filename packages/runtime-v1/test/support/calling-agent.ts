import { runFinished, runStarted, ScriptedAgent, textMessage, toolCall } from '@flightdeck/testing';

/** An agent that calls one tool and then tells its result. */
export function callingAgent(name: string, args: unknown = {}): ScriptedAgent {
  return new ScriptedAgent(({ input }) => {
    const last = input.messages.at(-1);
    const said =
      last?.role === 'tool'
        ? textMessage(`text-${input.runId}`, `Told: ${String(last.content)}`)
        : toolCall({ id: `call-${input.runId}`, name, args });
    return [runStarted(input), ...said, runFinished(input)];
  });
}

/** The names of the tools that an agent was offered when it was last run. */
export function offeredTo(agent: ScriptedAgent): readonly string[] {
  return agent.log.lastRun.input.tools.map(({ name }) => name);
}
