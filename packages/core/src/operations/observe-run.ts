import type { BaseEvent } from '@flightdeck/store';
import type { OperationContext } from '../http/operation.js';
import type { Transcript } from '../http/after-request.js';
import type { RunObserver } from '../runs/run-observer.js';
import type { PreparedRun } from './prepare-run.js';

/** Passes a run's events to the debug feed and the transcript, and its failure to `onError`. */
export function observeRun(
  { runtime, reportFailure }: OperationContext,
  { agentId, input }: PreparedRun,
  transcript: Transcript | undefined,
): RunObserver {
  const { debugEventBus, settings } = runtime;
  const { threadId, runId } = input;
  return {
    onEvent(event: BaseEvent) {
      transcript?.observe(event);
      if (!debugEventBus.hasListeners) return;
      const timestamp = settings.clock.now();
      debugEventBus.publish({ timestamp, agentId, threadId, runId, event });
    },
    onFailure: (error) => reportFailure(error, { threadId, runId }),
  };
}
