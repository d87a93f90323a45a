import { createDeferred } from '../internal/deferred.js';
import type { FrameSource } from './reply.js';

/** The same source, each text shown to `onText` as it is pulled; `ended` resolves with its end or its reader's. */
export function tapSource(
  source: FrameSource,
  onText: (text: string) => void,
): { readonly tapped: FrameSource; readonly ended: Promise<void> } {
  const ended = createDeferred<void>();
  const tapped: FrameSource = {
    async pull() {
      const text = await source.pull();
      if (text === null) ended.resolve();
      else onText(text);
      return text;
    },
    close() {
      source.close();
      ended.resolve();
    },
  };
  return { tapped, ended: ended.promise };
}

/** The texts of a source, which is closed when the reader has had enough. */
export async function* textsOf(source: FrameSource): AsyncGenerator<string, void> {
  try {
    for (let text = await source.pull(); text !== null; text = await source.pull()) yield text;
  } finally {
    source.close();
  }
}
