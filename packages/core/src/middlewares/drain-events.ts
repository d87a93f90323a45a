import { unlessAborted } from '../internal/unless-aborted.js';

/**
 * Passes on what a middleware has to tell, until it is through or the signal aborts, whatever the
 * middleware makes of that. Rejects with what it throws before then.
 */
export async function drainEvents<T>(
  events: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal,
  onEvent: (event: T) => void,
): Promise<void> {
  if (signal.aborted) return;
  const iterator =
    Symbol.asyncIterator in events ? events[Symbol.asyncIterator]() : events[Symbol.iterator]();
  for (;;) {
    const step = await unlessAborted(signal, async () => iterator.next());
    if (step === undefined || signal.aborted) {
      letGo(iterator);
      return;
    }
    if (step.done === true) return;
    onEvent(step.value);
  }
}

/** Nobody waits for it: it may hang on the very thing that was given up. */
function letGo(iterator: Iterator<unknown> | AsyncIterator<unknown>): void {
  const ending = async (): Promise<unknown> => iterator.return?.();
  void ending().catch(() => undefined);
}
