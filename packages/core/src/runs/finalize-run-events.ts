import type { BaseEvent } from '@flightdeck/store';
import { RunEventTracker, type RunEnd } from './run-event-tracker.js';

export interface FinalizeRunOptions {
  /** Whether the run was stopped on request; otherwise it counts as failed. */
  readonly stopRequested?: boolean;
  /**
   * The message of the RUN_ERROR that ends a run which was not stopped.
   *
   * @default 'Run ended without emitting a terminal event'
   */
  readonly interruptionMessage?: string;
}

/** Watches the events of a run in order to end it properly. */
export interface RunEventFinalizer {
  observe(event: BaseEvent): void;
  /** The events that end the observed run; none if it has ended already. */
  finalize(options?: FinalizeRunOptions): BaseEvent[];
}

/**
 * Ends an incomplete run: appends to `events` what closes every open item, then RUN_FINISHED if the
 * run was stopped or else RUN_ERROR, and returns the additions. Leaves a run alone that has its
 * terminal event. Of several runs, the last one counts.
 */
export function finalizeRunEvents(
  events: BaseEvent[],
  options: FinalizeRunOptions = {},
): BaseEvent[] {
  const finalizer = createRunEventFinalizer();
  for (const event of events) finalizer.observe(event);
  const additions = finalizer.finalize(options);
  events.push(...additions);
  return additions;
}

/** As {@link finalizeRunEvents}, for events that are not kept. */
export function createRunEventFinalizer(): RunEventFinalizer {
  let tracker = trackerOf(null);
  return {
    observe(event) {
      if (event.type === 'RUN_STARTED') tracker = trackerOf(event);
      else tracker.admit(event);
    },
    finalize(options = {}) {
      return [...tracker.close(endOf(options))];
    },
  };
}

function trackerOf(runStarted: BaseEvent | null): RunEventTracker {
  return new RunEventTracker({
    threadId: textOf(runStarted?.threadId),
    runId: textOf(runStarted?.runId),
    frontendTools: new Set(),
  });
}

function textOf(id: unknown): string {
  return typeof id === 'string' ? id : '';
}

function endOf({ stopRequested = false, interruptionMessage }: FinalizeRunOptions): RunEnd {
  if (stopRequested) return { kind: 'stopped' };
  const message = interruptionMessage ?? 'Run ended without emitting a terminal event';
  return { kind: 'failed', message, code: 'INCOMPLETE_STREAM' };
}
