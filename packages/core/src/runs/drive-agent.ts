import type { RunAgentInput } from '@flightdeck/store';
import type { AgentEventSubscriber, RuntimeAgent } from '../runtime/agent.js';
import { skipReducer } from './skip-reducer.js';

export interface DriveOptions {
  readonly onEvent: (event: unknown) => void;
  /** Whether the AG-UI client's reducer may be left out where nothing depends on it. */
  readonly fastPath: boolean;
  /** What else a custom runner wants to hear of the agent, beside its events. */
  readonly subscriber?: object | undefined;
}

/**
 * Runs a cloned agent to its end, whichever copy of AG-UI it is built on.
 *
 * Resolves when the agent has ended, with what it answers; rejects with what it threw. The one place that calls
 * `runAgent`: the parameters have the documented shapes, which the `never` of {@link RuntimeAgent}
 * hides because every AG-UI version declares them anew.
 */
export async function driveAgent(
  agent: RuntimeAgent,
  input: RunAgentInput,
  { onEvent, fastPath, subscriber: others }: DriveOptions,
): Promise<unknown> {
  const own: AgentEventSubscriber = {
    // Called from wherever the agent likes, where an exception might end the process.
    onEvent: (params: { readonly event: unknown } | undefined) => {
      onEvent(params?.event);
    },
  };
  const subscriber: unknown =
    others === undefined ? own : Object.assign(Object.create(others), own);
  if (fastPath) skipReducer(agent, onEvent);
  return agent.runAgent(input as never, subscriber as never);
}
