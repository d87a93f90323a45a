import { orAbort } from './or-abort.js';

const MAX_RETRIES = 3;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;

/** Resolves after so many milliseconds, or at once when the signal aborts. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export interface RetryOptions {
  /** Whether trying again can help, and does no harm. */
  readonly mayRepeat: (error: unknown) => boolean;
  readonly signal: AbortSignal;
  /** @default by timers that keep no process alive */
  readonly pause?: Pause | undefined;
}

/** Tries up to four times, with pauses of 1, 2 and 4 seconds. v1.md 8. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { mayRepeat, signal, pause = pauseByTimer }: RetryOptions,
): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await attempt();
    } catch (error) {
      if (retries === MAX_RETRIES || signal.aborted || !mayRepeat(error)) throw error;
    }
    const milliseconds = Math.min(FIRST_PAUSE_MS * 2 ** retries, LONGEST_PAUSE_MS);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await orAbort(pause(milliseconds, signal), signal);
  }
}

function pauseByTimer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, milliseconds);
    (timer as { unref?: () => void }).unref?.();
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
