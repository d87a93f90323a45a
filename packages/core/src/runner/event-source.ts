import type { BaseEvent } from '@flightdeck/store';
import type { Observable } from 'rxjs';
import type { FrameSource } from '../http/reply.js';
import { Wakeup } from '../internal/wakeup.js';
import type { RunErrorCode } from '../runs/run-error-code.js';
import type { RunEventTracker } from '../runs/run-event-tracker.js';
import { toUnnumberedFrame } from '../runs/thread-frames.js';

/** Text that may wait for a slow reader, in UTF-16 units; an observable cannot be held back. */
const MAX_WAITING_UNITS = 16 * 1024 * 1024;

export interface EventSourceOptions {
  /** Guarantees order and exactly one terminal event; without it events pass as they are. */
  readonly tracker?: RunEventTracker;
  /** Written first if the runner does not begin with its own. */
  readonly started?: BaseEvent;
  /** The text that the reader may see of a failure. Called at most once. */
  readonly describe: (error: unknown) => string;
}

/**
 * An observable of a custom runner as a stream. Closing it unsubscribes, which by contract stops
 * no run. A reader that falls too far behind is told so and let go.
 */
export function createEventSource(
  events: Observable<BaseEvent>,
  { tracker, started, describe }: EventSourceOptions,
): FrameSource {
  const wakeup = new Wakeup();
  let waiting: string[] = [];
  let waitingUnits = 0;
  let opened = started === undefined;
  let ended = false;

  const push = (event: BaseEvent): void => {
    const frame = toUnnumberedFrame(event);
    waiting.push(frame);
    waitingUnits += frame.length;
    wakeup.wake();
  };
  const open = (): void => {
    if (!opened && started !== undefined) push(started);
    opened = true;
  };
  const finish = (message: string, code: RunErrorCode): void => {
    if (ended) return;
    ended = true;
    open();
    if (tracker === undefined && code !== 'INCOMPLETE_STREAM') {
      push({ type: 'RUN_ERROR', message, code });
    }
    for (const event of tracker?.close({ kind: 'failed', message, code }) ?? []) push(event);
    wakeup.wake();
  };
  const accept = (event: BaseEvent): void => {
    if (ended) return;
    if (event.type === 'RUN_STARTED' || tracker === undefined) {
      opened = true;
      push(event);
      return;
    }
    open();
    for (const admitted of tracker.admit(event)) push(admitted);
    if (waitingUnits > MAX_WAITING_UNITS) finish('The reader is too slow', 'SLOW_CONSUMER');
  };

  const subscription = events.subscribe({
    next: accept,
    error: (error: unknown) => finish(describe(error), 'INCOMPLETE_STREAM'),
    complete: () => finish('Run ended without emitting a terminal event', 'INCOMPLETE_STREAM'),
  });
  return {
    async pull() {
      while (waiting.length === 0) {
        if (ended || !(await wakeup.wait())) return null;
      }
      const text = waiting.join('');
      waiting = [];
      waitingUnits = 0;
      return text;
    },
    close() {
      subscription.unsubscribe();
      wakeup.close();
    },
  };
}
