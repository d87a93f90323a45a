import { RuntimeError } from '../errors/runtime-error.js';
import { storeUnavailable } from '../errors/wire-errors.js';

/** Waits for a store whose failure is an outage to the client, whatever it is to the log. */
export async function guardStore<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw RuntimeError.is(error) ? error : storeUnavailable(error);
  }
}
