import { ProviderFailure } from '../errors/provider-failure.js';

/** More is no transcript, and would only fill the memory. */
const MAX_CHARACTERS = 16_000_000;

/** The text of a reply's body. Rejects with `invalid_response` if it does not end. */
export async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
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
