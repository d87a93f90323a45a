import type { AbstractAgent, BaseEvent } from '@ag-ui/client';
import { Observable } from './observable.js';
import type { RunGate } from './run-gate.js';
import type { RunRequest } from './run-request.js';

export type RunWork = (request: Pick<RunRequest, 'signal' | 'emit'>) => Promise<void>;

/** The Observable of whichever copy of RxJS the AG-UI client is built on. */
export type RunEvents = ReturnType<AbstractAgent['run']>;

/**
 * The events of a run that begins when somebody subscribes. Unsubscribing aborts it, and nothing is
 * emitted afterwards; the instance is free at once. A failure of the work becomes the Observable's error.
 */
export function observeRun(gate: RunGate, work: RunWork): RunEvents {
  let announced: AbortController | undefined = gate.announce();
  const events = new Observable<BaseEvent>((observer) => {
    const controller = announced ?? gate.announce();
    announced = undefined;
    try {
      gate.enter(controller);
    } catch (error) {
      observer.error(error);
      return undefined;
    }
    const { signal } = controller;
    const emit: RunRequest['emit'] = (event) => {
      // AG-UI declares `type` as an enumeration of the same strings.
      if (!observer.closed) observer.next(event as unknown as BaseEvent);
    };
    let failing: ReturnType<typeof setTimeout> | undefined;
    // Free before anybody is told of the end: whoever hears of it may start the next run.
    work({ signal, emit })
      .finally(() => gate.leave(controller))
      .then(
        () => observer.complete(),
        (error: unknown) => {
          // AG-UI takes events one per turn, and forgets those that wait when the error overtakes them.
          if (!observer.closed) failing = setTimeout(() => observer.error(error), 0);
        },
      );
    return () => {
      clearTimeout(failing);
      gate.leave(controller);
      controller.abort();
    };
  });
  // AG-UI pins a copy of RxJS of its own, whose class has the same shape.
  return events as unknown as RunEvents;
}
