import { orAbort } from './or-abort.js';
import { RemoteError } from './remote-error.js';

/**
 * The pieces of a body, up to a number of bytes. Leaving the loop gives the body up.
 *
 * @throws RemoteError `too_large`
 */
export async function* readLimited(
  response: Response,
  maxBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  let bytes = 0;
  try {
    for (;;) {
      // A `fetch` of the caller's may ignore the signal.
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other
      const { done, value } = await orAbort(reader.read(), signal);
      if (done) return;
      bytes += value.byteLength;
      if (bytes > maxBytes) {
        throw new RemoteError('too_large', `The answer has more than ${maxBytes} bytes`);
      }
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Rejects as {@link readLimited} does. */
export async function readTextLimited(
  response: Response,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for await (const piece of readLimited(response, maxBytes, signal)) {
    texts.push(decoder.decode(piece, { stream: true }));
  }
  return `${texts.join('')}${decoder.decode()}`;
}
