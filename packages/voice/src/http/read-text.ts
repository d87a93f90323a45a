import { ProviderFailure } from '../errors/provider-failure.js';

/** More is no transcript, and would only fill the memory. */
const MAX_CHARACTERS = 16_000_000;

/**
 * The text of a reply's body. Rejects with `invalid_response` if it does not end, and lets go of the
 * body when the signal aborts, even if whoever made the reply does not care for it.
 */
export async function readText(response: Response, signal: AbortSignal): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const letGo = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', letGo, { once: true });
  if (signal.aborted) letGo();
  try {
    return await readAll(reader);
  } finally {
    signal.removeEventListener('abort', letGo);
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > MAX_CHARACTERS) {
      await reader.cancel();
      throw new ProviderFailure('The reply is too long for a transcript', {
        code: 'invalid_response',
      });
    }
  }
}
