import type { BaseEvent } from '@flightdeck/store';
import type { Observable, Subscription } from 'rxjs';
import type { FrameSource } from '../http/reply.js';
import { isRecord } from '../internal/is-record.js';
import { Wakeup } from '../internal/wakeup.js';
import type { RunErrorCode } from '../runs/run-error-code.js';
import type { RunEventTracker } from '../runs/run-event-tracker.js';
import { toUnnumberedFrame } from '../runs/thread-frames.js';

/** Text that may wait for a slow reader, in UTF-16 units; an observable cannot be held back. */
const MAX_WAITING_UNITS = 16 * 1024 * 1024;

/** What makes a stream one run, whatever its runner reports. */
export interface RunGuard {
  /** Guarantees order and exactly one terminal event, with which the stream ends. */
  readonly tracker: RunEventTracker;
  /** RUN_STARTED as it must be at least, and stands in for one that the runner leaves out. */
  readonly started: BaseEvent;
}

export interface EventSourceOptions {
  /** Without it events pass as they are, of any number of runs. */
  readonly run?: RunGuard;
  /** The text that the reader may see of a failure. Called at most once. */
  readonly describe: (error: unknown) => string;
}

/**
 * An observable of a custom runner as a stream. Closing it unsubscribes, which by contract stops
 * no run. A reader that falls too far behind is told so and let go.
 */
export function createEventSource(
  events: Observable<BaseEvent>,
  options: EventSourceOptions,
): FrameSource {
  return new ObservableSource(events, options);
}

class ObservableSource implements FrameSource {
  readonly #options: EventSourceOptions;
  readonly #wakeup = new Wakeup();
  readonly #subscription: Subscription;
  #waiting: string[] = [];
  #waitingUnits = 0;
  /** What is told while subscribing is history: no reader could have taken any of it yet. */
  #isLive = false;
  #opened = false;
  #ended = false;

  constructor(events: Observable<BaseEvent>, options: EventSourceOptions) {
    this.#options = options;
    this.#subscription = events.subscribe({
      next: (event) => this.#take(event),
      error: (error: unknown) => this.#fail(error, 'INCOMPLETE_STREAM'),
      complete: () => this.#complete(),
    });
    this.#isLive = true;
    if (this.#ended) this.#subscription.unsubscribe();
  }

  async pull(): Promise<string | null> {
    while (this.#waiting.length === 0) {
      if (this.#ended || !(await this.#wakeup.wait())) return null;
    }
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingUnits = 0;
    return text;
  }

  close(): void {
    this.#subscription.unsubscribe();
    this.#wakeup.close();
  }

  /** Must not throw: rxjs would pass it on to where it ends the process. */
  #take(event: unknown): void {
    if (this.#ended) return;
    try {
      this.#write(event);
    } catch (error) {
      this.#fail(error, 'INVALID_EVENT');
      return;
    }
    if (this.#options.run?.tracker.terminal) this.#end([]);
    else if (this.#waitingUnits > MAX_WAITING_UNITS) {
      this.#endWithError('The reader is too slow', 'SLOW_CONSUMER');
    }
  }

  #write(event: unknown): void {
    const { run } = this.#options;
    if (run === undefined) {
      if (isRecord(event)) this.#push(event);
    } else if (isRecord(event) && event.type === 'RUN_STARTED') {
      this.#open(event);
    } else {
      this.#open({});
      for (const admitted of run.tracker.admit(event)) this.#push(admitted);
    }
  }

  #open(own: object): void {
    const { run } = this.#options;
    if (run === undefined || this.#opened) return;
    this.#push({ ...run.started, ...own });
    this.#opened = true;
  }

  #push(event: object): void {
    const frame = toUnnumberedFrame(event);
    this.#waiting.push(frame);
    if (this.#isLive) this.#waitingUnits += frame.length;
    this.#wakeup.wake();
  }

  #complete(): void {
    if (this.#options.run === undefined) this.#end([]);
    else this.#endWithError('Run ended without emitting a terminal event', 'INCOMPLETE_STREAM');
  }

  #fail(error: unknown, code: RunErrorCode): void {
    if (!this.#ended) this.#endWithError(this.#options.describe(error), code);
  }

  #endWithError(message: string, code: RunErrorCode): void {
    if (this.#ended) return;
    this.#open({});
    const closing = this.#options.run?.tracker.close({ kind: 'failed', message, code }) ?? [];
    // There is nothing to close without a run, or when it was the terminal event that failed.
    this.#end(closing.length > 0 ? closing : [{ type: 'RUN_ERROR', message, code }]);
  }

  #end(last: readonly BaseEvent[]): void {
    this.#ended = true;
    for (const event of last) this.#push(event);
    this.#wakeup.wake();
    if (this.#isLive) this.#subscription.unsubscribe();
  }
}
