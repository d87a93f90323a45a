import { RuntimeError } from '../errors/runtime-error.js';
import { isRecord } from '../internal/is-record.js';

/** Whether it was the store that failed, before the agent could be asked. */
export function isOutage(error: unknown): boolean {
  try {
    return RuntimeError.is(error) && error.code === 'unavailable';
  } catch {
    // An agent may throw what cannot be looked at.
    return false;
  }
}

/** Whether an agent's event is one; what cannot be looked at is none. */
export function isRunError(event: unknown): boolean {
  try {
    return isRecord(event) && event.type === 'RUN_ERROR';
  } catch {
    return false;
  }
}
