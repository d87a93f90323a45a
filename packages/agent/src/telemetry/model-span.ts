import type { LanguageModel } from '../model/language-model.js';
import type { ModelCall } from '../model/model-call.js';
import type { FinishReason, ModelPart } from '../model/model-part.js';
import { toModelFailure } from '../model/to-model-failure.js';
import type { ModelWatch } from '../model/watched-stream.js';
import { inputAttributes, OutputMessage } from './message-attributes.js';
import { telemetryProviderName } from './telemetry-provider-name.js';
import type { SpanAttributes, TracedSpan } from './traced-span.js';
import { usageAttributes } from './usage-attributes.js';

export interface ModelSpanOptions {
  readonly conversationId: string;
  readonly content: boolean;
}

/** The span `chat {model}` of one attempt to get an answer. */
export class ModelSpan implements ModelWatch {
  readonly #span: TracedSpan;
  readonly #signal: AbortSignal;
  readonly #output: OutputMessage | undefined;
  #finish: Extract<ModelPart, { type: 'finish' }> | undefined;
  #error: unknown;

  constructor(
    parent: TracedSpan,
    { model, call }: { readonly model: LanguageModel; readonly call: ModelCall },
    { conversationId, content }: ModelSpanOptions,
  ) {
    this.#signal = call.signal;
    this.#output = content ? new OutputMessage() : undefined;
    this.#span = parent.child({
      name: `chat ${model.modelId}`,
      kind: 'client',
      attributes: {
        'gen_ai.operation.name': 'chat',
        ...modelAttributes(model),
        'gen_ai.conversation.id': conversationId,
        ...settingAttributes(call),
        ...(content ? inputAttributes(call.prompt) : {}),
      },
    });
  }

  run<Value>(work: () => Value): Value {
    return this.#span.run(work);
  }

  part(part: ModelPart): void {
    this.#output?.see(part);
    if (part.type === 'finish') this.#finish = part;
    else if (part.type === 'error') this.#error = part.error;
    else if (part.type === 'response-metadata') {
      this.#span.set({ 'gen_ai.response.id': part.id, 'gen_ai.response.model': part.modelId });
    }
  }

  end(error: unknown = this.#error): void {
    const finish = this.#finish;
    if (finish !== undefined) {
      const reason = toldReason(finish.reason);
      this.#span.set({
        'gen_ai.response.finish_reasons': [reason],
        ...usageAttributes(finish.usage),
        ...this.#output?.attributes(reason),
      });
    }
    this.#span.end(this.#errorType(error));
  }

  /** A run that was stopped is no failure of its model. */
  #errorType(error: unknown): string | undefined {
    if (this.#signal.aborted) return undefined;
    if (error !== undefined) return toModelFailure(error).code;
    return this.#finish === undefined ? 'incomplete_stream' : undefined;
  }
}

/** Who is asked. */
export function modelAttributes({ provider, modelId }: LanguageModel): SpanAttributes {
  return {
    'gen_ai.provider.name': telemetryProviderName(provider),
    'gen_ai.request.model': modelId,
  };
}

function settingAttributes({ settings }: ModelCall): SpanAttributes {
  const { stopSequences } = settings;
  return {
    'gen_ai.request.max_tokens': settings.maxOutputTokens,
    'gen_ai.request.temperature': settings.temperature,
    'gen_ai.request.top_p': settings.topP,
    'gen_ai.request.top_k': settings.topK,
    'gen_ai.request.presence_penalty': settings.presencePenalty,
    'gen_ai.request.frequency_penalty': settings.frequencyPenalty,
    'gen_ai.request.seed': settings.seed,
    'gen_ai.request.stop_sequences': stopSequences === undefined ? undefined : [...stopSequences],
  };
}

/** In the words of the GenAI conventions. */
function toldReason(reason: FinishReason): string {
  if (reason === 'tool-calls') return 'tool_call';
  return reason === 'content-filter' ? 'content_filter' : reason;
}
