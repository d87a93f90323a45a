import { callOptions } from './call-options.js';
import type { LanguageModel } from './language-model.js';
import type { ModelCall } from './model-call.js';
import type { ModelPart } from './model-part.js';
import { createPartReader } from './part-reader.js';
import { ToolAliases } from './tool-aliases.js';
import { withWellFormedTexts } from './well-formed.js';

/**
 * Asks a model of any specification version, and yields what it says in one form.
 *
 * The model is asked when the first part is wanted, and read no faster than parts are taken. Leaving
 * the iteration early cancels the stream; an abort of `call.signal` does so at once, even if the model
 * ignores it, and makes the iteration throw the signal's reason. Other errors are thrown as they come:
 * see `toModelFailure`. A stream that ends without `finish` ends without one.
 */
export async function* openModelStream(
  model: LanguageModel,
  call: ModelCall,
): AsyncGenerator<ModelPart, void, void> {
  const { signal } = call;
  const aliases = new ToolAliases(call);
  const reader = (await startedStream(model, aliases.apply(call))).getReader();
  const cancel = () => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', cancel);
  const toParts = createPartReader();
  try {
    if (signal.aborted) cancel();
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one part after the other
      const { done, value } = await reader.read();
      // A cancelled reader says that it is done.
      signal.throwIfAborted();
      if (done) return;
      for (const part of toParts(value)) yield aliases.restore(part);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    // Nothing to cancel at the end; a stream that has failed rejects with what was thrown already.
    void reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** The model's stream, or the abort: whichever comes first. */
function startedStream(model: LanguageModel, call: ModelCall): Promise<ReadableStream<unknown>> {
  const { signal } = call;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error); // whatever the caller aborted with
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    askForStream(model, call)
      .finally(() => signal.removeEventListener('abort', onAbort))
      .then((stream) => {
        resolve(stream);
        // Too late for anybody to read.
        if (signal.aborted) void stream.cancel(signal.reason).catch(() => undefined);
      }, reject);
  });
}

async function askForStream(model: LanguageModel, call: ModelCall) {
  // Made for the version that the model says it speaks.
  const { stream } = await model.doStream(withWellFormedTexts(callOptions(model, call)) as never);
  return stream;
}
