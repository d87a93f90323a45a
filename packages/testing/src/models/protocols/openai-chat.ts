import type { ModelBlock, ModelFinish } from '../model-answer.js';
import { finishOf, usageOf } from './answer-facts.js';
import { deltas } from './deltas.js';
import type { AnswerContext, ModelProtocol } from './model-protocol.js';
import { openAIRefusal } from './openai-refusal.js';
import { sseEvent } from './sse-event.js';

const FINISH: Readonly<Record<ModelFinish, string>> = {
  stop: 'stop',
  tools: 'tool_calls',
  length: 'length',
  'content-filter': 'content_filter',
};

/** `POST …/chat/completions`; reasoning as `reasoning_content`, which compatible servers send. */
export const openAIChat: ModelProtocol = {
  name: 'openai-chat',
  head: (context) => [delta(context, { role: 'assistant', content: '' })],
  block: (block, index, context) =>
    deltasOf(block, index).map((content) => delta(context, content)),
  end: (context) => {
    const { inputTokens, outputTokens } = usageOf(context.answer);
    const usage = {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    };
    return [
      delta(context, {}, FINISH[finishOf(context.answer)]),
      sseEvent({ ...chunk(context), choices: [], usage }),
    ];
  },
  done: () => [sseEvent('[DONE]')],
  error: (message) => [
    sseEvent({ error: { message, type: 'server_error', param: null, code: null } }),
  ],
  refusal: openAIRefusal,
};

function chunk({ model }: AnswerContext): object {
  return { id: 'chatcmpl_1', object: 'chat.completion.chunk', created: 1_700_000_000, model };
}

function delta(context: AnswerContext, content: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta: content, logprobs: null, finish_reason: finish }];
  return sseEvent({ ...chunk(context), choices });
}

function deltasOf(block: ModelBlock, index: number): readonly object[] {
  if (block.kind === 'text') {
    return deltas(block.text, block.deltaLength).map((content) => ({ content }));
  }
  if (block.kind === 'reasoning') {
    return deltas(block.text, block.deltaLength).map((text) => ({ reasoning_content: text }));
  }
  const { id, name } = block;
  const call = { index, id, type: 'function', function: { name, arguments: '' } };
  const pieces = deltas(block.arguments, block.deltaLength);
  return [
    { tool_calls: [call] },
    ...pieces.map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ];
}
