import { untilAborted } from '../run/until-aborted.js';
import type { AgentLogger } from '../options/agent-options.js';
import { isContent } from './is-content.js';
import type { LanguageModel } from './language-model.js';
import type { ModelCall } from './model-call.js';
import { ModelFailure } from './model-failure.js';
import type { ModelPart } from './model-part.js';
import { retryDelayMs } from './retry-delay.js';
import { sleepUntilAborted } from './sleep-until-aborted.js';
import { toModelFailure } from './to-model-failure.js';
import { watchedStream, type WatchOptions } from './watched-stream.js';

/** `limits` hold for each attempt, and each attempt has a `watch` of its own. */
export interface AskModelOptions extends WatchOptions {
  /** The model, then its fallbacks; each is loaded when it is its turn. */
  readonly models: readonly (() => Promise<LanguageModel>)[];
  /** The question; a function makes it for the model that is asked. */
  readonly call: ModelCall | ((model: LanguageModel) => ModelCall | PromiseLike<ModelCall>);
  /** Ends attempts and waiting. */
  readonly signal: AbortSignal;
  /** How often each model is asked again after a failure that may pass. */
  readonly maxRetries: number;
  readonly logger: AgentLogger;
  /** What is sent to the models that no failure may repeat: keys, and values of headers. @default none */
  readonly secrets?: readonly string[] | undefined;
  /** Milliseconds. Rejects at once with the reason of an abort. @default a timer */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** From 0 to 1, for the jitter. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** Milliseconds since 1970, for `Retry-After` dates. @default Date.now */
  readonly now?: (() => number) | undefined;
}

export interface ModelAnswer {
  /** Of the model that answers. */
  readonly provider: string;
  readonly modelId: string;
  /**
   * To be iterated once, to the end or left early; an abort frees it, too. A stream that breaks
   * throws a `ModelFailure`, an abort the signal's reason. `error` parts are passed on.
   */
  readonly parts: AsyncIterable<ModelPart>;
}

/**
 * Asks the first model that answers. A model that fails before it has said anything is asked again,
 * up to `maxRetries` times if the failure may pass, with growing pauses or the one that the provider
 * asks for; then it is the next model's turn. Once something has been said nothing is repeated.
 *
 * A model that keeps the run waiting for longer than the `limits` has failed with code `timeout`.
 *
 * Settles with the first content. Rejects with the last model's `ModelFailure`, or with the reason of
 * an abort.
 */
export async function askModel(options: AskModelOptions): Promise<ModelAnswer> {
  let failure = new ModelFailure('invalid_model', 'No model is configured.');
  for (const [index, load] of options.models.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- the next model is asked only if this one fails
    const outcome = await askOne(load, options);
    if (!(outcome instanceof ModelFailure)) return outcome;
    failure = outcome;
    if (index + 1 < options.models.length) {
      options.logger.warn('A model failed, the next one is asked.', told(failure));
    }
  }
  throw failure;
}

async function askOne(
  load: () => Promise<LanguageModel>,
  options: AskModelOptions,
): Promise<ModelAnswer | ModelFailure> {
  const { signal, maxRetries, logger, sleep = sleepUntilAborted, random = Math.random } = options;
  for (let attempt = 0; ; attempt += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
    const outcome = await attemptOnce(load, options);
    if (!(outcome instanceof ModelFailure)) return outcome;
    if (!outcome.retryable || attempt >= maxRetries) return outcome;
    const delayMs = retryDelayMs(attempt, outcome.retryAfterMs, random);
    logger.debug('A model failed and is asked again.', { ...told(outcome), delayMs });
    // oxlint-disable-next-line no-await-in-loop -- the pause between two attempts
    await sleep(delayMs, signal);
  }
}

/** Throws only the reason of an abort. */
async function attemptOnce(
  load: () => Promise<LanguageModel>,
  options: AskModelOptions,
): Promise<ModelAnswer | ModelFailure> {
  const { signal, now, secrets } = options;
  signal.throwIfAborted();
  try {
    const model = await untilAborted(load(), signal);
    const { call } = options;
    const asked = typeof call === 'function' ? await call(model) : call;
    const parts = watchedStream(model, asked, options);
    const { provider, modelId } = model;
    return { provider, modelId, parts: await untilContent(parts, options) };
  } catch (error) {
    signal.throwIfAborted();
    return toModelFailure(error, now, secrets);
  }
}

/** Reads ahead to the first content; what came before it is part of the result. */
async function untilContent(
  parts: AsyncGenerator<ModelPart, void, void>,
  options: AskModelOptions,
): Promise<AsyncIterable<ModelPart>> {
  const ahead: ModelPart[] = [];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one part after the other
    const { done, value: part } = await parts.next();
    if (done === true) {
      throw new ModelFailure('incomplete_stream', 'The model ended without an answer.', {
        retryable: true,
      });
    }
    if (part.type === 'error') {
      // oxlint-disable-next-line no-await-in-loop -- ends the loop
      await parts.return();
      throw toModelFailure(part.error, options.now, options.secrets);
    }
    ahead.push(part);
    if (isContent(part)) return resumed(ahead, parts, options);
  }
}

async function* resumed(
  ahead: readonly ModelPart[],
  parts: AsyncGenerator<ModelPart, void, void>,
  { signal, now, secrets }: AskModelOptions,
): AsyncGenerator<ModelPart, void, void> {
  try {
    yield* ahead;
    yield* parts;
  } catch (error) {
    signal.throwIfAborted();
    throw toModelFailure(error, now, secrets);
  } finally {
    await parts.return();
  }
}

function told({ code, status, message }: ModelFailure) {
  return { code, status, message };
}
