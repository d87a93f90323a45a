import type { Message as AguiMessage, ToolCall } from '@flightdeck/core';
import { isRecord } from '../../internal/is-record.js';
import { imageOf, textOfPart } from '../../messages/content-images.js';
import type { Message } from '../../messages/message.js';
import { toAguiMessages } from '../../messages/to-agui-messages.js';
import type { MessagesModule } from './load-langchain.js';

type LangChainMessage = InstanceType<MessagesModule['BaseMessage']>;

/**
 * The conversation as chat models of LangChain take it: calls of a turn in one message, each of them
 * followed by its result. Calls without a result and results without a call are left out, which
 * providers refuse.
 */
export function toLangChainMessages(
  messages: readonly Message[],
  module: MessagesModule,
): LangChainMessage[] {
  const agui = toAguiMessages(messages);
  const answered = new Set(agui.flatMap(({ toolCallId }) => toolCallId ?? []));
  const calls = new Map<string, ToolCall>();
  return agui.flatMap((message) => {
    const open = (message.toolCalls ?? []).filter(({ id }) => answered.has(id));
    for (const call of open) calls.set(call.id, call);
    return toLangChain(message, { module, open, called: calls.get(message.toolCallId ?? '') });
  });
}

interface Surroundings {
  readonly module: MessagesModule;
  /** The calls of the message that are answered. */
  readonly open: readonly ToolCall[];
  /** What the message is the result of. */
  readonly called: ToolCall | undefined;
}

function toLangChain(
  message: AguiMessage,
  { module, open, called }: Surroundings,
): LangChainMessage[] {
  const { HumanMessage, AIMessage, SystemMessage, ToolMessage } = module;
  const { id, role, content } = message;
  switch (role) {
    case 'user':
      return [new HumanMessage({ id, content: userContent(content) })];
    case 'system':
    case 'developer':
      return [new SystemMessage({ id, content: textOf(content) })];
    case 'assistant': {
      const text = textOf(content);
      if (text === '' && open.length === 0) return [];
      return [new AIMessage({ id, content: text, tool_calls: open.map(toCall) })];
    }
    case 'tool': {
      if (called === undefined) return [];
      const {
        id: tool_call_id,
        function: { name },
      } = called;
      return [new ToolMessage({ content: textOf(content), tool_call_id, name })];
    }
    default:
      // Activities and reasoning are not for models.
      return [];
  }
}

function toCall({ id, function: { name, arguments: text } }: ToolCall) {
  return { id, name, args: parsed(text), type: 'tool_call' as const };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

function userContent(content: unknown): string | ContentPart[] {
  if (!Array.isArray(content)) return textOf(content);
  return content.flatMap((part: unknown): ContentPart[] => {
    const image = imageOf(part);
    if (image !== null) {
      const url = `data:${image.mimeType};base64,${image.bytes}`;
      return [{ type: 'image_url', image_url: { url } }];
    }
    const text = textOfPart(part);
    return text === null ? [] : [{ type: 'text', text }];
  });
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.flatMap((part) => textOfPart(part) ?? []).join('\n');
}
