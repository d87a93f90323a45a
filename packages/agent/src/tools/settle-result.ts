export interface SettleOptions {
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Called at once with each value that an async iterable yields. Must not throw. */
  readonly onProgress: (value: unknown) => void;
}

/**
 * Runs an executor to its result: awaits promises, and of an async iterable takes what it returns,
 * or the last value that it yields if it returns nothing. Rejects with what the executor throws.
 */
export async function settleResult(run: () => unknown, options: SettleOptions): Promise<unknown> {
  options.signal.throwIfAborted();
  const result: unknown = await run();
  return isAsyncIterable(result) ? lastOf(result, options) : result;
}

async function lastOf(
  iterable: AsyncIterable<unknown>,
  { signal, onProgress }: SettleOptions,
): Promise<unknown> {
  const iterator: AsyncIterator<unknown, unknown> = iterable[Symbol.asyncIterator]();
  // A generator that is given up runs its `finally`, as soon as it gets there.
  const giveUp = (): void => {
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    let last: unknown;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done === true) return value === undefined ? last : value;
      if (signal.aborted) return undefined;
      onProgress(value);
      last = value;
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.asyncIterator in value &&
    typeof value[Symbol.asyncIterator] === 'function'
  );
}
