import type { Message, ToolCall } from '@flightdeck/core';
import { messageIdOfImage, splitCallId } from '../legacy-ids.js';
import { SYSTEM_MESSAGE_ID } from '../instructions.js';
import type { LegacyMessage } from './legacy-message.js';

type OfKind<K extends LegacyMessage['kind']> = Extract<LegacyMessage, { kind: K }>;

/** An assistant's message, to which its calls are added as they come. */
type AssistantDraft = Message & { content?: string; toolCalls?: ToolCall[] };

/**
 * A history as agents know it, under the ids that its thread has: calls belong to the message that
 * made them, and the instructions that clients write anew for each request are one message.
 */
export function toAguiMessages(history: readonly LegacyMessage[]): Message[] {
  const builder = new HistoryBuilder();
  for (const [index, message] of history.entries()) builder.add(message, index === 0);
  return builder.messages();
}

class HistoryBuilder {
  readonly #messages: Message[] = [];
  readonly #assistants = new Map<string, AssistantDraft>();

  messages(): Message[] {
    return this.#messages;
  }

  add(message: LegacyMessage, isFirst: boolean): void {
    switch (message.kind) {
      case 'text':
        return this.#addText(message, isFirst);
      case 'image':
        return this.#addImage(message);
      case 'call':
        return this.#addCall(message);
      default:
        return this.#addResult(message);
    }
  }

  #addText({ id, role, content }: OfKind<'text'>, isFirst: boolean): void {
    if (role === 'assistant') {
      // Models refuse an empty one, and nobody has seen it.
      if (content !== '') this.#assistant(id).content = content;
    } else if (role === 'system' && isFirst) {
      this.#messages.push({ id: SYSTEM_MESSAGE_ID, role, content });
    } else if (id !== SYSTEM_MESSAGE_ID) {
      this.#messages.push({ id, role, content });
    }
  }

  /** An image of the assistant's has no form in AG-UI and is left out. */
  #addImage({ id, role, format, bytes }: OfKind<'image'>): void {
    if (role === 'assistant') return;
    const mimeType = format.includes('/') ? format : `image/${format}`;
    const image = { type: 'image', source: { type: 'data', value: bytes, mimeType } };
    const messageId = messageIdOfImage(id);
    const at = messageId === id ? -1 : this.#messages.findIndex((known) => known.id === messageId);
    const text = this.#messages[at];
    if (text === undefined) this.#messages.push({ id: messageId, role, content: [image] });
    else this.#messages[at] = { ...text, content: [...partsOf(text.content), image] };
  }

  #addCall({ id, name, args, parentMessageId }: OfKind<'call'>): void {
    const { callId, parentMessageId: hidden } = splitCallId(id);
    const owner = this.#assistant(hidden ?? splitCallId(parentMessageId ?? callId).callId);
    owner.toolCalls ??= [];
    if (owner.toolCalls.some((call) => call.id === callId)) return;
    owner.toolCalls.push({ id: callId, type: 'function', function: { name, arguments: args } });
  }

  #addResult({ id, callId, result }: OfKind<'result'>): void {
    const toolCallId = splitCallId(callId).callId;
    this.#messages.push({ id, role: 'tool', content: result, toolCallId });
  }

  #assistant(id: string): AssistantDraft {
    const known = this.#assistants.get(id);
    if (known !== undefined) return known;
    const draft: AssistantDraft = { id, role: 'assistant' };
    this.#assistants.set(id, draft);
    this.#messages.push(draft);
    return draft;
  }
}

function partsOf(content: unknown): readonly unknown[] {
  return Array.isArray(content) ? content : [{ type: 'text', text: content }];
}
