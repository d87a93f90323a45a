import type { Message as AguiMessage } from '@flightdeck/core';
import { argumentsTextOf } from './arguments-text.js';
import type { Message } from './message.js';

/** The message of AG-UI that some v1 messages were made of. */
export interface MessageOrigin {
  readonly source: AguiMessage;
  /** All of them, in order. */
  readonly parts: readonly Message[];
  /** What stands right before the source and has no form in v1, such as reasoning. */
  readonly before: readonly AguiMessage[];
  /** The same behind it, at the end of the list. */
  after: readonly AguiMessage[];
}

interface Remembered {
  readonly origin: MessageOrigin;
  readonly fields: readonly unknown[];
}

const ORIGINS = new WeakMap<Message, Remembered>();

export function rememberOrigin(origin: MessageOrigin): void {
  for (const part of origin.parts) ORIGINS.set(part, { origin, fields: fieldsOf(part) });
}

/** `null` for messages that others have made. */
export function originOf(message: Message): MessageOrigin | null {
  return ORIGINS.get(message)?.origin ?? null;
}

/** Whether somebody has changed what the message says since it was made of its origin. */
export function isChanged(message: Message): boolean {
  const known = ORIGINS.get(message)?.fields;
  const fields = fieldsOf(message);
  return known === undefined || fields.some((field, index) => field !== known[index]);
}

/** What counts of a message, and can be compared; when it was made and what became of it does not. */
function fieldsOf(message: Message): readonly unknown[] {
  const { id } = message;
  if (message.isTextMessage()) return [id, message.role, message.content, message.parentMessageId];
  if (message.isActionExecutionMessage()) {
    return [id, message.name, message.parentMessageId, argumentsTextOf(message)];
  }
  if (message.isResultMessage()) {
    return [id, message.actionExecutionId, message.actionName, message.result];
  }
  if (message.isImageMessage()) return [id, message.role, message.format, message.bytes];
  return [id];
}
