import { StoreError } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';

/** How long an unavailable store is asked again: 0.8 of the time after which a node counts as gone. */
const PATIENCE_MS = 8_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;

/** Whether the same call may succeed in a moment. Of every other failure the store has the last word. */
export function isOutage(error: unknown): boolean {
  return StoreError.is(error) && error.code === 'unavailable';
}

/** Resolves after a delay; the timer keeps no process alive. */
export function delay(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

/**
 * Does something again for up to eight seconds while the store is unavailable, or until nobody is
 * interested any more. Rejects with the last failure.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  clock: Clock,
  isWanted: () => boolean,
): Promise<T> {
  const giveUpAt = clock.now() + PATIENCE_MS;
  for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || !isWanted() || clock.now() + wait > giveUpAt) throw error;
      await delay(clock, wait);
    }
  }
}
