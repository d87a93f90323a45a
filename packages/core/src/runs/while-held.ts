import type { LeaseEnd, RunLease } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

const GONE: ReadonlySet<LeaseEnd> = new Set(['fenced', 'lease-lost', 'shutdown']);

/**
 * Does something until it succeeds, however long the store is away, but no longer than the thread is
 * this process's affair: once more after that, and then `null`.
 */
export async function whileHeld<T>(
  { signal }: RunLease,
  clock: Clock,
  work: () => Promise<T>,
  onFirstFailure: (error: unknown) => void = () => undefined,
): Promise<T | null> {
  for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
    const lastTry = signal.aborted && GONE.has(signal.reason);
    try {
      return await work();
    } catch (error) {
      if (wait === FIRST_RETRY_MS) onFirstFailure(error);
      if (lastTry) return null;
      await delayOrEnd(clock, wait, signal);
    }
  }
}

/** Waits for a time, or until the lease has ended: whoever shuts down need not wait for the rest. */
function delayOrEnd(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener('abort', done);
  });
}
