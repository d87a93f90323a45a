import type { AgentEvent } from '../run/agent-event.js';
import { runFinished, type RunOutcome } from '../run/run-end.js';
import type { RunInput } from '../run/run-request.js';
import type { StreamDetails } from './stream-details.js';

/** The event that ends a factory's run: questions first, for a run that waits for people was not stopped. */
export function factoryFinished(
  input: RunInput,
  details: StreamDetails,
  wasStopped: boolean,
): AgentEvent {
  const { interrupts, usage, finishReason, result } = details;
  const outcome = outcomeOf(interrupts, wasStopped);
  return {
    ...runFinished(input, { outcome, usage, finishReason }),
    ...(result === undefined ? {} : { result }),
  };
}

function outcomeOf(interrupts: StreamDetails['interrupts'], wasStopped: boolean): RunOutcome {
  if (interrupts.length > 0) return { type: 'interrupt', interrupts };
  return wasStopped ? { type: 'cancelled' } : { type: 'success', pendingToolCallIds: [] };
}
