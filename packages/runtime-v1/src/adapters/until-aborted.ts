/** The promise, or the reason of an abort, whichever is first. What the promise then does is nobody's concern. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let end: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason as Error);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  aborted.catch(() => undefined);
  promise.catch(() => undefined);
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    if (end !== undefined) signal.removeEventListener('abort', end);
  }
}
