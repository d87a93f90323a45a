import type { BaseEvent } from '../ag-ui.js';
import { openingFields, textOf } from './event-fields.js';
import type { OpenItemKind } from './open-items.js';

/** The start event that a first chunk stands for. */
export function startOfChunk(kind: OpenItemKind, id: string, chunk: BaseEvent): BaseEvent {
  if (kind === 'reasoning') {
    return {
      type: 'REASONING_MESSAGE_START',
      messageId: id,
      role: 'reasoning',
      ...openingFields(chunk),
    };
  }
  if (kind === 'tool') {
    return {
      type: 'TOOL_CALL_START',
      toolCallId: id,
      ...given('toolCallName', chunk),
      ...given('parentMessageId', chunk),
      ...openingFields(chunk),
    };
  }
  return {
    type: 'TEXT_MESSAGE_START',
    messageId: id,
    role: textOf(chunk.role) ?? 'assistant',
    ...given('name', chunk),
    ...openingFields(chunk),
  };
}

function given(field: string, event: BaseEvent): Record<string, string> {
  const value = textOf(event[field]);
  return value === null ? {} : { [field]: value };
}
