import { MessageIdScout, type BaseEvent } from '@flightdeck/store';
import type { Logger } from '../runtime/logger.js';
import { EventEncoder } from './event-encoder.js';
import type { RunErrorCode } from './run-error-code.js';
import type { RunRecorder } from './run-recorder.js';

/** Why an event is not part of its run. */
export interface Unwritable {
  readonly error: unknown;
  readonly code: Extract<RunErrorCode, 'INVALID_EVENT' | 'EVENT_TOO_LARGE'>;
}

export interface RunOutputOptions {
  readonly recorder: RunRecorder;
  /** The longest event, as JSON text in UTF-16 units. */
  readonly maxEventBytes: number;
  /** What the log's index of messages is told with RUN_STARTED, beside their ids. */
  readonly marks: readonly string[];
  readonly logger: Logger;
  readonly onEvent: ((event: BaseEvent) => void) | undefined;
}

/** The way of a run's events to the log: each is serialised here, once, and shown to the observer. */
export class RunOutput {
  readonly #options: RunOutputOptions;
  readonly #scout: MessageIdScout;
  readonly #encoder = new EventEncoder();

  constructor(options: RunOutputOptions) {
    this.#options = options;
    this.#scout = new MessageIdScout(options.marks);
  }

  /** An event of this run that is in the log already. */
  skip(event: BaseEvent): void {
    this.#scout.newIds(event);
  }

  /** Records an event; answers why it cannot be, or `null`. */
  write(event: BaseEvent): Unwritable | null {
    const { recorder, maxEventBytes } = this.#options;
    let json: string;
    try {
      json = this.#encoder.encode(event);
      if (json.length > maxEventBytes) {
        const error = new Error(`A ${event.type} event has ${json.length} characters`);
        return { error, code: 'EVENT_TOO_LARGE' };
      }
    } catch (error) {
      return { error, code: 'INVALID_EVENT' };
    }
    recorder.record(event, json, this.#scout.newIds(event));
    this.#show(event);
    return null;
  }

  #show(event: BaseEvent): void {
    try {
      this.#options.onEvent?.(event);
    } catch (error) {
      this.#options.logger.warn('An event observer threw', error);
    }
  }
}
