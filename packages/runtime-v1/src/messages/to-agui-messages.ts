import type { Message as AguiMessage, ToolCall } from '@flightdeck/core';
import { argumentsTextOf } from './arguments-text.js';
import { imagePart, mimeTypeOf } from './content-images.js';
import { keptAlone } from './lonely-messages.js';
import type { ActionExecutionMessage, ImageMessage, Message } from './message.js';
import { isChanged, originOf, type MessageOrigin } from './message-origin.js';
import { rebuildMessage } from './rebuild-message.js';

/**
 * v1 messages as AG-UI knows them. v1.md 11.4.
 *
 * What comes from `toV1Messages` and nobody has changed is the very message that it was made of.
 * Calls are put into the message of the assistant that they name, if that comes before them. States of agents are
 * left out: they are no part of the conversation.
 */
export function toAguiMessages(messages: readonly Message[]): AguiMessage[] {
  const list = new AguiList();
  for (const message of keptAlone(messages)) list.add(message);
  const present = partsPresent(messages);
  const done = new Set<MessageOrigin>();
  for (const message of messages) {
    const origin = originOf(message);
    if (origin === null) {
      addForeign(list, message);
    } else if (!done.has(origin)) {
      done.add(origin);
      addOriginal(list, origin, present.get(origin) ?? []);
    }
  }
  return list.messages;
}

function partsPresent(messages: readonly Message[]): Map<MessageOrigin, Message[]> {
  const present = new Map<MessageOrigin, Message[]>();
  for (const message of new Set(messages)) {
    const origin = originOf(message);
    if (origin === null) continue;
    const parts = present.get(origin);
    if (parts === undefined) present.set(origin, [message]);
    else parts.push(message);
  }
  return present;
}

function addOriginal(list: AguiList, origin: MessageOrigin, parts: readonly Message[]): void {
  const { source, before, after } = origin;
  const isWhole =
    parts.length === origin.parts.length &&
    parts.every((part, index) => part === origin.parts[index] && !isChanged(part));
  for (const message of before) list.add(message);
  list.add(isWhole ? source : rebuildMessage(origin, parts));
  for (const message of after) list.add(message);
}

function addForeign(list: AguiList, message: Message): void {
  const { id } = message;
  if (message.isTextMessage()) {
    list.add({ id, role: message.role, content: message.content });
  } else if (message.isActionExecutionMessage()) {
    list.addCall(message);
  } else if (message.isResultMessage()) {
    const { actionExecutionId: toolCallId, result: content } = message;
    list.add({ id, role: 'tool', toolCallId, content });
  } else if (message.isImageMessage()) {
    list.addImage(message);
  }
}

/** The call of an `ActionExecutionMessage`. */
export function toToolCall(message: ActionExecutionMessage): ToolCall {
  const { id, name } = message;
  return { id, type: 'function', function: { name, arguments: argumentsTextOf(message) } };
}

/** Messages that later ones may be put into. */
class AguiList {
  readonly messages: AguiMessage[] = [];
  readonly #places = new Map<string, number>();

  add(message: AguiMessage): void {
    this.#places.set(message.id, this.messages.length);
    this.messages.push(message);
  }

  addCall(message: ActionExecutionMessage): void {
    const { id, parentMessageId = id } = message;
    const toolCalls = [toToolCall(message)];
    const index = this.#places.get(parentMessageId);
    const parent = index === undefined ? undefined : this.messages[index];
    if (index !== undefined && parent?.role === 'assistant') {
      this.messages[index] = { ...parent, toolCalls: [...(parent.toolCalls ?? []), ...toolCalls] };
    } else {
      this.add({ id: parent === undefined ? parentMessageId : id, role: 'assistant', toolCalls });
    }
  }

  /** Only users send images, as AG-UI has it. */
  addImage({ id, format, bytes, parentMessageId }: ImageMessage): void {
    const part = imagePart({ mimeType: mimeTypeOf(format), bytes });
    const index = parentMessageId === undefined ? undefined : this.#places.get(parentMessageId);
    const parent = index === undefined ? undefined : this.messages[index];
    if (index !== undefined && parent?.role === 'user') {
      this.messages[index] = { ...parent, content: [...contentParts(parent), part] };
    } else {
      this.add({ id, role: 'user', content: [part] });
    }
  }
}

function contentParts({ content }: AguiMessage): readonly unknown[] {
  if (Array.isArray(content)) return content;
  return typeof content === 'string' && content !== '' ? [{ type: 'text', text: content }] : [];
}
