import type { Message, ToolCall } from '@flightdeck/core';
import { imagePart, mimeTypeOf } from '../../messages/content-images.js';
import { messageIdOfImage, splitCallId } from '../legacy-ids.js';
import { SYSTEM_MESSAGE_ID } from '../instructions.js';
import type { LegacyMessage } from './legacy-message.js';

type OfKind<K extends LegacyMessage['kind']> = Extract<LegacyMessage, { kind: K }>;

/** An assistant's message, to which its calls are added as they come. */
interface AssistantDraft {
  readonly message: Message & { content?: string; toolCalls?: ToolCall[] };
  readonly callIds: Set<string>;
}

/** A user's message, to which its images are added as they come. */
type UserDraft = Message & { content?: unknown };

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
  /** Of several with one id the first. */
  readonly #users = new Map<string, UserDraft>();

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
      if (content !== '') this.#assistant(id).message.content = content;
    } else if (role === 'system' && isFirst) {
      this.#messages.push({ id: SYSTEM_MESSAGE_ID, role, content });
    } else if (id !== SYSTEM_MESSAGE_ID) {
      this.#addOther({ id, role, content });
    }
  }

  #addOther(message: UserDraft): void {
    this.#messages.push(message);
    if (!this.#users.has(message.id)) this.#users.set(message.id, message);
  }

  /** An image of the assistant's has no form in AG-UI and is left out. */
  #addImage({ id, role, format, bytes }: OfKind<'image'>): void {
    if (role === 'assistant') return;
    const image = imagePart({ mimeType: mimeTypeOf(format), bytes });
    const messageId = messageIdOfImage(id);
    const owner = messageId === id ? undefined : this.#users.get(messageId);
    if (owner === undefined) return this.#addOther({ id: messageId, role, content: [image] });
    if (!Array.isArray(owner.content)) owner.content = [{ type: 'text', text: owner.content }];
    (owner.content as unknown[]).push(image);
  }

  #addCall({ id, name, args, parentMessageId }: OfKind<'call'>): void {
    const { callId, parentMessageId: hidden } = splitCallId(id);
    const owner = this.#assistant(hidden ?? splitCallId(parentMessageId ?? callId).callId);
    if (owner.callIds.has(callId)) return;
    owner.callIds.add(callId);
    owner.message.toolCalls ??= [];
    const call: ToolCall = { id: callId, type: 'function', function: { name, arguments: args } };
    owner.message.toolCalls.push(call);
  }

  #addResult({ id, callId, result }: OfKind<'result'>): void {
    const toolCallId = splitCallId(callId).callId;
    this.#messages.push({ id, role: 'tool', content: result, toolCallId });
  }

  #assistant(id: string): AssistantDraft {
    const known = this.#assistants.get(id);
    if (known !== undefined) return known;
    const message: AssistantDraft['message'] = { id, role: 'assistant' };
    const draft = { message, callIds: new Set<string>() };
    this.#assistants.set(id, draft);
    this.#messages.push(message);
    return draft;
  }
}
