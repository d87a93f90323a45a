import { callFailure } from '../errors/call-failure.js';
import { ProviderFailure } from '../errors/provider-failure.js';

/** How long a call may take in all, unless the service says otherwise. */
export const DEFAULT_TIMEOUT_MS = 120_000;

export interface CallDeadlineOptions {
  /** Names the provider in errors. */
  readonly provider: string;
  readonly timeoutMs: number;
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The outcome of a call that has to end in time. It rejects with a `ProviderFailure` at the latest
 * when the time is up or the caller gives up, even if the work does not care for its signal.
 */
export async function withCallDeadline<T>(
  { provider, timeoutMs, signal }: CallDeadlineOptions,
  work: (signal: AbortSignal) => PromiseLike<T>,
): Promise<T> {
  const ending = new AbortController();
  const over = new Promise<never>((_resolve, reject) => {
    const end = (): void => reject(failureOf(ending.signal));
    ending.signal.addEventListener('abort', end, { once: true });
  });
  const end = (failure: ProviderFailure): void => ending.abort(failure);
  const giveUp = (): void => {
    end(new ProviderFailure(`The call of ${provider} was given up`, { code: 'ABORT_ERR' }));
  };
  const timer = setTimeout(() => {
    const message = `${provider} did not answer within ${timeoutMs} ms`;
    end(new ProviderFailure(message, { code: 'ETIMEDOUT' }));
  }, timeoutMs);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    if (signal?.aborted === true) giveUp();
    const started = ending.signal.aborted ? over : work(ending.signal);
    return await Promise.race([over, started]);
  } catch (error) {
    throw ending.signal.aborted ? failureOf(ending.signal) : callFailure(provider, error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Only failures are given as reasons above. */
function failureOf(signal: AbortSignal): Error {
  return signal.reason as ProviderFailure;
}
