import { orAbort } from './or-abort.js';
import { RemoteError } from './remote-error.js';

/** Milliseconds for all attempts to ask a server what it offers. */
const INFO_TIMEOUT_MS = 10_000;

/**
 * Asks a server, and gives up after so many milliseconds.
 *
 * @param shown the server, for the message
 * @throws RemoteError `timeout`; what `ask` rejects with
 */
export async function withinDeadline<T>(
  shown: string,
  ask: (signal: AbortSignal) => Promise<T>,
  timeoutMs = INFO_TIMEOUT_MS,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await orAbort(ask(signal), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new RemoteError('timeout', `${shown} did not answer within ${timeoutMs} ms`, {
      cause: error,
    });
  }
}
