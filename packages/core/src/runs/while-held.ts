import type { LeaseEnd, RunLease } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { delay } from './store-patience.js';

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
      await delay(clock, wait);
    }
  }
}
