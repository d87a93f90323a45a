import type { ModelBlock, ReasoningBlock, TextBlock, ToolBlock } from '../model-answer.js';
import { finishOf, usageOf } from './answer-facts.js';
import { deltas } from './deltas.js';
import type { AnswerContext, ModelProtocol } from './model-protocol.js';
import { openAIRefusal } from './openai-refusal.js';
import { sseEvent } from './sse-event.js';

type Item = Readonly<Record<string, unknown>>;

/** `POST …/responses` */
export const openAIResponses: ModelProtocol = {
  name: 'openai-responses',
  head: (context) => [
    event('response.created', { response: response(context, 'in_progress') }),
    event('response.in_progress', { response: response(context, 'in_progress') }),
  ],
  block(block, index) {
    const item = doneItem(block, index);
    return [
      event('response.output_item.added', { output_index: index, item: openItem(block, item) }),
      ...contentOf(block, index, String(item.id)),
      event('response.output_item.done', { output_index: index, item }),
    ];
  },
  end(context) {
    const finish = finishOf(context.answer);
    if (finish !== 'length' && finish !== 'content-filter') {
      return [event('response.completed', { response: response(context, 'completed') })];
    }
    const reason = finish === 'length' ? 'max_output_tokens' : 'content_filter';
    const ended = { ...response(context, 'incomplete'), incomplete_details: { reason } };
    return [event('response.incomplete', { response: ended })];
  },
  done: () => [],
  error: (message) => [event('error', { code: 'server_error', message, param: null })],
  refusal: openAIRefusal,
};

function event(type: string, fields: object): string {
  return sseEvent({ type, sequence_number: 0, ...fields }, type);
}

function response({ model, answer }: AnswerContext, status: string): Item {
  const { inputTokens, outputTokens } = usageOf(answer);
  const usage = {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
  const isOpen = status === 'in_progress';
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    status,
    model,
    error: null,
    incomplete_details: null,
    output: isOpen ? [] : answer.blocks.map(doneItem),
    usage: isOpen ? null : usage,
  };
}

function doneItem(block: ModelBlock, index: number): Item {
  switch (block.kind) {
    case 'text': {
      const part = { type: 'output_text', text: block.text, annotations: [] };
      const fields = { role: 'assistant', status: 'completed', content: [part] };
      return { type: 'message', id: `msg_${index}`, ...fields };
    }
    case 'reasoning': {
      const summary = [{ type: 'summary_text', text: block.text }];
      const secret = block.signature === undefined ? {} : { encrypted_content: block.signature };
      return { type: 'reasoning', id: `rs_${index}`, summary, ...secret };
    }
    case 'tool': {
      const { id, name, arguments: args } = block;
      const call = { call_id: id, name, arguments: args, status: 'completed' };
      return { type: 'function_call', id: `fc_${index}`, ...call };
    }
  }
}

function openItem(block: ModelBlock, item: Item): Item {
  switch (block.kind) {
    case 'text':
      return { ...item, status: 'in_progress', content: [] };
    case 'reasoning':
      return { ...item, summary: [] };
    case 'tool':
      return { ...item, status: 'in_progress', arguments: '' };
  }
}

function contentOf(block: ModelBlock, index: number, itemId: string): readonly string[] {
  const place = { item_id: itemId, output_index: index };
  switch (block.kind) {
    case 'text':
      return textContent(block, { ...place, content_index: 0 });
    case 'reasoning':
      return reasoningContent(block, { ...place, summary_index: 0 });
    case 'tool':
      return toolContent(block, place);
  }
}

function textContent({ text, deltaLength }: TextBlock, place: object): readonly string[] {
  const part = { type: 'output_text', text, annotations: [] };
  return [
    event('response.content_part.added', { ...place, part: { ...part, text: '' } }),
    ...deltas(text, deltaLength).map((delta) =>
      event('response.output_text.delta', { ...place, delta, logprobs: [] }),
    ),
    event('response.output_text.done', { ...place, text, logprobs: [] }),
    event('response.content_part.done', { ...place, part }),
  ];
}

function reasoningContent({ text, deltaLength }: ReasoningBlock, place: object): readonly string[] {
  const part = { type: 'summary_text', text };
  return [
    event('response.reasoning_summary_part.added', { ...place, part: { ...part, text: '' } }),
    ...deltas(text, deltaLength).map((delta) =>
      event('response.reasoning_summary_text.delta', { ...place, delta }),
    ),
    event('response.reasoning_summary_text.done', { ...place, text }),
    event('response.reasoning_summary_part.done', { ...place, part }),
  ];
}

function toolContent(block: ToolBlock, place: object): readonly string[] {
  const type = 'response.function_call_arguments';
  return [
    ...deltas(block.arguments, block.deltaLength).map((delta) =>
      event(`${type}.delta`, { ...place, delta }),
    ),
    event(`${type}.done`, { ...place, name: block.name, arguments: block.arguments }),
  ];
}
