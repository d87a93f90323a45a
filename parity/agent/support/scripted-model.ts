import type { LanguageModel } from '@flightdeck/agent';

export type ModelPart = { readonly type: string; readonly [field: string]: unknown };

/** What a scripted model has been asked. */
export interface ModelRequest {
  readonly prompt: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly { readonly name: string }[];
}

export interface ScriptedModel extends LanguageModel {
  readonly asked: readonly ModelRequest[];
}

/** A model object of specification V3 that gives one list of parts per call. */
export function scriptedModel(...answers: readonly (readonly ModelPart[])[]): ScriptedModel {
  const asked: ModelRequest[] = [];
  return {
    specificationVersion: 'v3',
    provider: 'anthropic.messages',
    modelId: 'scripted',
    supportedUrls: {},
    asked,
    async doStream(request) {
      // Of the fields that tests look at.
      asked.push(request as unknown as ModelRequest);
      const parts = answers[asked.length - 1] ?? [];
      return { stream: streamOf(parts) };
    },
  };
}

function streamOf(parts: readonly ModelPart[]): ReadableStream<unknown> {
  return new ReadableStream<unknown>({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

export function finish(reason = 'stop'): ModelPart {
  return {
    type: 'finish',
    finishReason: { unified: reason, raw: reason },
    usage: {
      inputTokens: { total: 10, noCache: 7, cacheRead: 2, cacheWrite: 1 },
      outputTokens: { total: 5, text: 3, reasoning: 2 },
    },
  };
}

export function text(id: string, ...deltas: readonly string[]): readonly ModelPart[] {
  return [
    { type: 'text-start', id },
    ...deltas.map((delta) => ({ type: 'text-delta', id, delta })),
    { type: 'text-end', id },
  ];
}
