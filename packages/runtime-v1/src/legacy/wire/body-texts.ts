import type { FrameSource, ReplyBody } from '@flightdeck/core';

/** The body of a reply as pulled texts, whatever it is made of. */
export function bodyTexts(body: ReplyBody): FrameSource {
  if (body === null) return textsOnce(null);
  if (typeof body === 'string') return textsOnce(body);
  return 'pull' in body ? body : streamTexts(body);
}

/** The whole body as text, of which at most `maxLength` characters are kept. */
export async function readText(body: ReplyBody, maxLength: number): Promise<string> {
  const source = bodyTexts(body);
  let whole = '';
  try {
    for (let text = await source.pull(); text !== null; text = await source.pull()) {
      whole += text;
      if (whole.length > maxLength) break;
    }
  } finally {
    source.close();
  }
  return whole.slice(0, maxLength);
}

function textsOnce(text: string | null): FrameSource {
  let pending = text;
  return {
    async pull() {
      const next = pending;
      pending = null;
      return next;
    },
    close() {
      pending = null;
    },
  };
}

/** The stream of a response that user code made; one that fails ends. */
function streamTexts(stream: ReadableStream<Uint8Array>): FrameSource {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  return {
    async pull() {
      try {
        const { done, value } = await reader.read();
        return done ? null : decoder.decode(value, { stream: true });
      } catch {
        return null;
      }
    },
    close() {
      reader.cancel().catch(() => undefined);
    },
  };
}
