import { orAbort } from './deadline.js';
import { SseParser, type SseEvent } from './sse-parser.js';

/** The body as text; `'too_large'` once it has more bytes than allowed. Rejects with the signal's reason on abort. */
export async function readText(
  response: Response,
  limit: number,
  signal: AbortSignal,
): Promise<{ readonly text: string } | 'too_large'> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  for await (const piece of piecesOf(response, signal)) {
    bytes += piece.byteLength;
    if (bytes > limit) return 'too_large';
    pieces.push(decoder.decode(piece, { stream: true }));
  }
  pieces.push(decoder.decode());
  return { text: pieces.join('') };
}

/** The events of a stream; ends with `'too_large'` where one is longer than allowed. Leaving the loop cancels the body. */
export async function* readEvents(
  response: Response,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<SseEvent | 'too_large', void, undefined> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parser = new SseParser(limit);
  for await (const piece of piecesOf(response, signal)) {
    const events = parser.push(decoder.decode(piece, { stream: true }));
    if (events === 'too_large') {
      yield events;
      return;
    }
    yield* events;
  }
}

/** Lets go of a body that nobody reads. */
export function discard(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

async function* piecesOf(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      // A `fetch` of the caller's may ignore the signal.
      const { done, value } = await orAbort(reader.read(), signal);
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
