import type { LanguageModel } from './language-model.js';
import type { ModelCall } from './model-call.js';
import { ModelDeadline, type ModelLimits } from './model-deadline.js';
import type { ModelPart } from './model-part.js';
import { openModelStream } from './open-model-stream.js';

/** Looks on while one model answers one question. Nothing of it may throw. */
export interface ModelWatch {
  /** Runs what asks the model. */
  run<Value>(work: () => Value): Value;
  part(part: ModelPart): void;
  /** Called once. `error` is what the answer broke with, an abort among others; absent if it was read, or left. */
  end(error?: unknown): void;
}

export interface WatchOptions {
  readonly limits?: ModelLimits | undefined;
  readonly watch?: ((model: LanguageModel, call: ModelCall) => ModelWatch) | undefined;
}

/**
 * What `openModelStream` yields, within time limits: a model that keeps its reader waiting for longer
 * is aborted, and a `ModelFailure` with code `timeout` thrown.
 */
export async function* watchedStream(
  model: LanguageModel,
  call: ModelCall,
  { limits = {}, watch }: WatchOptions,
): AsyncGenerator<ModelPart, void, void> {
  const deadline = new ModelDeadline(call.signal, limits);
  const watching = watch?.(model, call);
  const parts = openModelStream(model, { ...call, signal: deadline.signal });
  const read = () => parts.next();
  let broken: unknown;
  try {
    for (;;) {
      deadline.start();
      // oxlint-disable-next-line no-await-in-loop -- one part after the other
      const { done, value } = await (watching === undefined ? read() : watching.run(read));
      deadline.stop();
      if (done === true) return;
      watching?.part(value);
      yield value;
    }
  } catch (error) {
    // A provider says of the abort what it likes.
    broken = deadline.failure ?? error;
    throw broken;
  } finally {
    deadline.stop();
    watching?.end(broken);
    await parts.return();
  }
}
