import type { BaseEvent } from '@flightdeck/store';
import type { RunErrorCode } from './run-error-code.js';

/** Who hears of a run beside its viewers. */
export interface RunObserver {
  /** Each event as it is recorded. */
  readonly onEvent?: (event: BaseEvent) => void;
  /** The failure that ended the run; not called for an agent's own `RUN_ERROR` or a stop. Must not throw. */
  readonly onFailure?: (error: unknown, code: RunErrorCode) => void;
}
