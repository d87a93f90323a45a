import {
  runFinished,
  runStarted,
  ScriptedAgent,
  textMessage,
  type AgentRun,
} from '@flightdeck/testing';

/** Counts its runs in the state that it shares with the page, in two steps. */
export function plannerAgent(): ScriptedAgent {
  return new ScriptedAgent(function* ({ input }: AgentRun) {
    const { hits } = { hits: 0, ...(input.state as { readonly hits?: number }) };
    yield runStarted(input);
    yield { type: 'STEP_STARTED', stepName: 'search' };
    yield { type: 'STATE_SNAPSHOT', snapshot: { hits, query: 'invoices' } };
    yield { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/hits', value: hits + 1 }] };
    yield { type: 'STEP_FINISHED', stepName: 'search' };
    yield* textMessage(`${input.runId}-said`, `Looked ${hits + 1} times`);
    yield runFinished(input);
  });
}

/** Asks the user for a colour, as a LangGraph agent does, and goes on with the answer. */
export function askingAgent(): ScriptedAgent {
  return new ScriptedAgent(function* ({ input }: AgentRun) {
    const { command } = (input.forwardedProps ?? {}) as {
      readonly command?: { readonly resume?: string };
    };
    yield runStarted(input);
    if (command?.resume === undefined) {
      yield { type: 'CUSTOM', name: 'on_interrupt', value: 'Which colour?' };
    } else {
      yield* textMessage(`${input.runId}-said`, `It will be ${command.resume}`);
    }
    yield runFinished(input);
  });
}
