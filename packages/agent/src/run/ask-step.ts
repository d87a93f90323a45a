import { sealBareReasoning } from '../messages/bare-reasoning.js';
import { sealMetadata } from '../messages/envelope.js';
import { askModel } from '../model/ask-model.js';
import { withCacheMarks } from '../model/cache-marks.js';
import type { LanguageModel } from '../model/language-model.js';
import type { ModelCall, ToolChoice } from '../model/model-call.js';
import { ModelFailure, type ModelFailureCode } from '../model/model-failure.js';
import type { FinishReason, ModelPart } from '../model/model-part.js';
import type { PromptMessage } from '../model/prompt.js';
import { withSingleCalls } from '../model/single-calls.js';
import { toModelFailure } from '../model/to-model-failure.js';
import type { TokenUsage } from '../options/agent-options.js';
import type { StepCall } from './call-writer.js';
import type { RunScope } from './run-scope.js';
import { StepTranscript } from './step-transcript.js';
import { StepWriter } from './step-writer.js';
import { toTokenUsage } from './usage.js';

/** What a model has said in one step, told and added to the prompt already. */
export interface StepAnswer {
  /** Of the model that has answered. */
  readonly provider: string;
  /** The calls that the provider leaves to others. */
  readonly calls: readonly StepCall[];
  readonly finishReason: FinishReason;
  /** Whether the model goes on when it is asked again, though it has called nothing. */
  readonly isPaused: boolean;
  readonly usage: TokenUsage;
}

type FinishPart = Extract<ModelPart, { readonly type: 'finish' }>;

/**
 * Asks once, tells the answer as events while it comes, and adds it to the prompt. Ends what it has
 * begun to tell, however it ends.
 *
 * @throws a `ModelFailure` or the reason of an abort
 */
export async function askStep(scope: RunScope, step: number): Promise<StepAnswer> {
  const { request, options, question, report, prompt, trace } = scope;
  const { signal } = request;
  const { modelTimeoutMs, modelIdleTimeoutMs } = options;
  const { provider, modelId, parts } = await askModel({
    models: question.models,
    call: (model) => modelCall(scope, model, step),
    signal,
    maxRetries: question.maxRetries,
    logger: options.logger,
    secrets: question.secrets,
    watch: trace === undefined ? undefined : (...asked) => trace.model(...asked),
    limits: { timeoutMs: modelTimeoutMs, idleTimeoutMs: modelIdleTimeoutMs },
  });
  const writer = stepWriter(scope, provider);
  try {
    const finish = await writeAll(parts, writer, question.secrets);
    writer.finish();
    const usage = toTokenUsage({ provider, modelId }, finish.usage);
    report.usage.add(usage);
    const message = writer.message();
    if (saysNothing(message)) {
      refuseSilence(finish.reason);
      options.logger.warn('The model ended its answer without having said anything', {
        provider,
        modelId,
        finishReason: finish.reason,
      });
    }
    if (message !== undefined) prompt.add(provider, message);
    report.steps = step;
    report.finishReason = finish.reason;
    const isPaused = finish.isPaused === true;
    return { provider, calls: writer.calls, finishReason: finish.reason, isPaused, usage };
  } finally {
    writer.abandon();
  }
}

/** Forces a call in the first step only: a model that has to call tools for ever never comes to an answer. */
function toolChoiceOf({ question }: RunScope, step: number): ToolChoice {
  const { toolChoice } = question;
  return step === 1 || toolChoice === 'none' ? toolChoice : 'auto';
}

async function modelCall(scope: RunScope, model: LanguageModel, step: number): Promise<ModelCall> {
  const { request, options, question, tools, prompt } = scope;
  const { settings, headers } = question;
  const { provider } = model;
  const asked = await prompt.forModel(model);
  // Some providers refuse to be told how to call tools where there are none.
  const isSingle = options.disableParallelToolCalls === true && tools.specs.length > 0;
  const providerOptions = isSingle
    ? withSingleCalls(question.providerOptions, provider)
    : question.providerOptions;
  return {
    prompt: options.promptCaching === true ? withCacheMarks(asked, provider) : asked,
    tools: tools.specs,
    toolChoice: toolChoiceOf(scope, step),
    settings,
    signal: request.signal,
    ...(providerOptions === undefined ? {} : { providerOptions }),
    ...(headers === undefined ? {} : { headers }),
  };
}

function stepWriter({ request, options, callIds }: RunScope, provider: string): StepWriter {
  const { newId, reasoning, sources } = options;
  return new StepWriter({
    emit: request.emit,
    newId,
    messageId: newId(),
    transcript: new StepTranscript(),
    callIds,
    seal: (metadata) => (reasoning.roundTrip ? sealMetadata(provider, metadata) : undefined),
    sealBare: () => (reasoning.roundTrip ? sealBareReasoning(provider) : undefined),
    showReasoning: reasoning.emit,
    showSources: sources === 'custom-event',
  });
}

async function writeAll(
  parts: AsyncIterable<ModelPart>,
  writer: StepWriter,
  secrets: readonly string[],
): Promise<FinishPart> {
  let finish: FinishPart | undefined;
  for await (const part of parts) {
    if (part.type === 'error') throw toModelFailure(part.error, Date.now, secrets);
    if (part.type === 'finish') finish = part;
    else writer.write(part);
  }
  if (finish !== undefined) return finish;
  throw new ModelFailure(
    'incomplete_stream',
    'The stream of the model ended before its answer did.',
  );
}

/** Nothing but reasoning, which nobody takes for an answer. */
function saysNothing(message: PromptMessage | undefined): boolean {
  const content = message?.content ?? [];
  return typeof content !== 'string' && content.every(({ type }) => type === 'reasoning');
}

const SILENCES: Partial<Record<FinishReason, readonly [ModelFailureCode, string]>> = {
  'content-filter': ['content_filter', 'The provider withheld the answer.'],
  error: ['provider_unavailable', 'The model ended with an error.'],
  length: ['incomplete_stream', 'The limit of output tokens was reached before the answer began.'],
};

/** An end that says why there is no answer is a failure, not an empty answer. */
function refuseSilence(reason: FinishReason): void {
  const silence = SILENCES[reason];
  if (silence !== undefined) throw new ModelFailure(...silence);
}
