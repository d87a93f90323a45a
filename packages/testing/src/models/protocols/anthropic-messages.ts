import type { ModelBlock, ModelFinish } from '../model-answer.js';
import type { RefusalTurn } from '../model-turn.js';
import { finishOf, REFUSAL_TEXT, usageOf } from './answer-facts.js';
import { deltas } from './deltas.js';
import type { ModelProtocol } from './model-protocol.js';
import { sseEvent } from './sse-event.js';

const FINISH: Readonly<Record<ModelFinish, string>> = {
  stop: 'end_turn',
  tools: 'tool_use',
  length: 'max_tokens',
  'content-filter': 'refusal',
};

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** `POST …/messages` */
export const anthropicMessages: ModelProtocol = {
  name: 'anthropic-messages',
  head({ model, answer }) {
    const usage = { input_tokens: usageOf(answer).inputTokens, output_tokens: 1 };
    const start = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [] };
    const message = { ...start, stop_reason: null, stop_sequence: null, usage };
    return [event('message_start', { message }), event('ping', {})];
  },
  block: (block, index) => [
    event('content_block_start', { index, content_block: openBlock(block) }),
    ...deltasOf(block).map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ],
  end({ answer }) {
    const delta = { stop_reason: FINISH[finishOf(answer)], stop_sequence: null };
    const usage = { output_tokens: usageOf(answer).outputTokens };
    return [event('message_delta', { delta, usage }), event('message_stop', {})];
  },
  done: () => [],
  error: (message) => [event('error', { error: { type: 'overloaded_error', message } })],
  refusal({ status, message, code }: RefusalTurn) {
    const type = code ?? ERROR_TYPES[status] ?? 'api_error';
    return { type: 'error', error: { type, message: message ?? REFUSAL_TEXT } };
  },
};

function event(type: string, fields: object): string {
  return sseEvent({ type, ...fields }, type);
}

function openBlock(block: ModelBlock): object {
  if (block.kind === 'text') return { type: 'text', text: '' };
  if (block.kind === 'reasoning') return { type: 'thinking', thinking: '', signature: '' };
  return { type: 'tool_use', id: block.id, name: block.name, input: {} };
}

function deltasOf(block: ModelBlock): readonly object[] {
  if (block.kind === 'text') {
    return deltas(block.text, block.deltaLength).map((text) => ({ type: 'text_delta', text }));
  }
  if (block.kind === 'tool') {
    return deltas(block.arguments, block.deltaLength).map((piece) => ({
      type: 'input_json_delta',
      partial_json: piece,
    }));
  }
  const { signature } = block;
  return [
    ...deltas(block.text, block.deltaLength).map((thinking) => ({
      type: 'thinking_delta',
      thinking,
    })),
    ...(signature === undefined ? [] : [{ type: 'signature_delta', signature }]),
  ];
}
