import type { BaseEvent } from './ag-ui.js';
import { toolMark } from './answer-marks.js';
import { isObject, type Fields } from './fold/event-fields.js';

const NONE: readonly string[] = [];

/**
 * Finds what a run's events mention for the first time: ids of messages, and marks of the tool calls
 * that they answer. It is what `AppendItem.messageIds` takes.
 */
export class MessageIdScout {
  readonly #seen = new Set<string>();
  readonly #marks: readonly string[];

  /** @param marks what is to be known from RUN_STARTED on, too */
  constructor(marks: readonly string[] = NONE) {
    this.#marks = marks;
  }

  newIds(event: BaseEvent): readonly string[] {
    const { messageId } = event;
    switch (event.type) {
      case 'RUN_STARTED':
        return this.#keepNew(this.#broughtBy(event));
      case 'MESSAGES_SNAPSHOT':
        return this.#keepNew(idsOf(messagesIn(event.messages)));
      case 'TOOL_CALL_START':
      case 'TOOL_CALL_CHUNK':
        return this.#keepNew(textsOf(event.parentMessageId ?? event.toolCallId));
      case 'TOOL_CALL_RESULT':
        return this.#keepNew([...textsOf(messageId), ...answerOf(event)]);
      default:
        if (typeof messageId !== 'string' || this.#seen.has(messageId)) return NONE;
        return this.#keepNew([messageId]);
    }
  }

  #broughtBy({ input }: BaseEvent): readonly string[] {
    const messages = isObject(input) ? messagesIn(input['messages']) : [];
    const ids = [...this.#marks, ...idsOf(messages)];
    for (const message of messages) for (const mark of answerOf(message)) ids.push(mark);
    return ids;
  }

  #keepNew(ids: readonly string[]): readonly string[] {
    const fresh = ids.filter((id) => !this.#seen.has(id));
    if (fresh.length === 0) return NONE;
    for (const id of fresh) this.#seen.add(id);
    return fresh;
  }
}

function messagesIn(messages: unknown): readonly Fields[] {
  return Array.isArray(messages) ? messages.filter(isObject) : [];
}

function idsOf(messages: readonly Fields[]): readonly string[] {
  const ids: string[] = [];
  for (const { id } of messages) if (typeof id === 'string') ids.push(id);
  return ids;
}

function textsOf(id: unknown): readonly string[] {
  return typeof id === 'string' ? [id] : NONE;
}

/** The mark of the call whose result a message, or an event in the shape of one, is. */
function answerOf({ role, type, toolCallId }: Fields): readonly string[] {
  if (typeof toolCallId !== 'string') return NONE;
  return role === 'tool' || type === 'TOOL_CALL_RESULT' ? [toolMark(toolCallId)] : NONE;
}
