import { errorMessage } from '../internal/error-message.js';
import type { RunErrorCode } from './run-error-code.js';

const MESSAGES: Partial<Readonly<Record<RunErrorCode, string>>> = {
  STORE_BACKPRESSURE: 'More was said than could be stored',
  THREAD_REMOVED: 'The thread was deleted',
  OWNER_LOST: 'The server that ran this is gone; connect again to see what is stored',
};

/** Why a viewer cannot be told the rest of a run. A stream that just ends looks like success to every client. */
export class StreamFailure extends Error {
  readonly code: RunErrorCode;

  constructor(code: RunErrorCode) {
    super(MESSAGES[code] ?? 'The event log cannot be read');
    this.name = 'StreamFailure';
    this.code = code;
  }

  /** The event to end a broken stream with. */
  static eventOf(error: unknown): unknown {
    const failure = error instanceof StreamFailure ? error : new StreamFailure('STORE_UNAVAILABLE');
    return { type: 'RUN_ERROR', message: errorMessage(failure), code: failure.code };
  }
}
