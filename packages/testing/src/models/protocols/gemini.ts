import type { ModelAnswer, ModelBlock, ModelFinish } from '../model-answer.js';
import type { RefusalTurn } from '../model-turn.js';
import { finishOf, REFUSAL_TEXT, usageOf } from './answer-facts.js';
import { deltas } from './deltas.js';
import type { AnswerContext, ModelProtocol } from './model-protocol.js';
import { sseEvent } from './sse-event.js';

const FINISH: Readonly<Record<ModelFinish, string>> = {
  stop: 'STOP',
  tools: 'STOP',
  length: 'MAX_TOKENS',
  'content-filter': 'SAFETY',
};

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

/**
 * `POST …/models/<model>:streamGenerateContent?alt=sse`. Calls arrive whole: arguments that are no
 * JSON become the text that they are, and there are no deltas of them.
 */
export const gemini: ModelProtocol = {
  name: 'gemini',
  head: () => [],
  block(block, index, context) {
    const thoughtSignature = signatureFor(context.answer, index);
    const [first, ...rest] = partsOf(block);
    if (first === undefined) return [];
    const signed = thoughtSignature === undefined ? first : { ...first, thoughtSignature };
    return [signed, ...rest].map((part) => chunk(context, [part]));
  },
  end(context) {
    const { inputTokens, outputTokens } = usageOf(context.answer);
    const usageMetadata = {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
    };
    const finishReason = FINISH[finishOf(context.answer)];
    return [chunk(context, [{ text: '' }], { finishReason }, { usageMetadata })];
  },
  done: () => [],
  error: (message) => [sseEvent({ error: { code: 500, message, status: 'INTERNAL' } })],
  refusal({ status, message, code }: RefusalTurn) {
    const name = code ?? STATUSES[status] ?? 'INTERNAL';
    return { error: { code: status, message: message ?? REFUSAL_TEXT, status: name } };
  },
};

function chunk(
  { model }: AnswerContext,
  parts: readonly object[],
  candidate: object = {},
  more: object = {},
): string {
  const candidates = [{ content: { role: 'model', parts }, index: 0, ...candidate }];
  return sseEvent({ candidates, modelVersion: model, responseId: 'response_1', ...more });
}

function partsOf(block: ModelBlock): readonly object[] {
  if (block.kind === 'text') {
    return deltas(block.text, block.deltaLength).map((text) => ({ text }));
  }
  if (block.kind === 'tool') {
    const { id, name } = block;
    return [{ functionCall: { id, name, args: parsed(block.arguments) } }];
  }
  return deltas(block.text, block.deltaLength).map((text) => ({ text, thought: true }));
}

/** The signature of a thought is sent with what comes after it. */
function signatureFor({ blocks }: ModelAnswer, index: number): string | undefined {
  const before = blocks[index - 1];
  return before?.kind === 'reasoning' ? before.signature : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
