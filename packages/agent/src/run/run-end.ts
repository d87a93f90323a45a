import type { TokenUsage } from '../options/agent-options.js';
import type { AgentEvent } from './agent-event.js';
import { isVersion1, type RunInput } from './run-request.js';

/** A question to a person, as in `RUN_FINISHED.outcome`. */
export interface Interrupt {
  readonly id: string;
  readonly reason: string;
  readonly toolCallId?: string;
  readonly message?: string;
  readonly responseSchema?: unknown;
  readonly expiresAt?: string;
  readonly metadata?: unknown;
}

/** How a run ends that does not fail. */
export type RunOutcome =
  | { readonly type: 'success'; readonly pendingToolCallIds: readonly string[] }
  | { readonly type: 'interrupt'; readonly interrupts: readonly Interrupt[] }
  | { readonly type: 'cancelled' };

export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly usage: readonly TokenUsage[];
  /** Of the last step; absent if there was none. */
  readonly finishReason?: string | undefined;
}

/** The event that ends a run, with what this client understands of it (agent.md 13.1). */
export function runFinished(input: RunInput, { outcome, usage, finishReason }: RunEnd): AgentEvent {
  const { threadId, runId } = input;
  const told = toldOutcome(outcome, isVersion1(input));
  return {
    type: 'RUN_FINISHED',
    threadId,
    runId,
    ...(told === undefined ? {} : { outcome: told }),
    ...(usage.length === 0 ? {} : { usage }),
    ...(finishReason === undefined ? {} : { metadata: { finishReason } }),
  };
}

/** Interrupts are known to all clients, the other outcomes to those of 1.0 alone. */
function toldOutcome(outcome: RunOutcome, version1: boolean): object | undefined {
  if (outcome.type === 'interrupt') return outcome;
  if (!version1) return undefined;
  if (outcome.type === 'cancelled') return outcome;
  const { type, pendingToolCallIds } = outcome;
  return pendingToolCallIds.length === 0 ? { type } : { type, pendingToolCallIds };
}
