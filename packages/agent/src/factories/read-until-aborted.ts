import { untilAborted } from '../run/until-aborted.js';

/**
 * The values of a stream until it ends or the signal aborts, which is an end and no error. The stream
 * is told to stop in either case, but nobody waits for one that does not.
 */
export async function* readUntilAborted(
  stream: AsyncIterable<unknown>,
  signal: AbortSignal,
): AsyncGenerator<unknown, void, undefined> {
  const iterator = stream[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = await untilAborted(iterator.next(), signal);
      isDone = next.done === true;
      if (isDone) return;
      yield next.value;
    }
  } catch (error) {
    isDone = !signal.aborted;
    if (!signal.aborted) throw error;
  } finally {
    // A generator that hangs in a promise answers `return()` only when that settles.
    if (!isDone) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
