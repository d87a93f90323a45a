import { EventType } from '@ag-ui/client';
import { isRecord } from '../internal/is-record.js';
import { CustomEventNames } from './custom-event-names.js';

type TextEvents = Readonly<Record<string, unknown> & { type: EventType }>;

/**
 * What a graph tells itself, by a custom event of the SDK of CopilotKit, as events of AG-UI. `null` for
 * other events, and for those whose value is not what the SDK sends.
 */
export function toAguiEvents(name: string, value: unknown): readonly TextEvents[] | null {
  if (name === CustomEventNames.CopilotKitExit) {
    return [{ type: EventType.CUSTOM, name: 'Exit', value: true }];
  }
  if (!isRecord(value)) return null;
  if (name === CustomEventNames.CopilotKitManuallyEmitMessage) return toTextMessage(value);
  if (name === CustomEventNames.CopilotKitManuallyEmitToolCall) return toToolCall(value);
  return null;
}

function toTextMessage({ message_id: id, message }: Record<string, unknown>): TextEvents[] | null {
  if (typeof message !== 'string') return null;
  const messageId = typeof id === 'string' && id !== '' ? id : crypto.randomUUID();
  return [
    { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' },
    // Clients refuse a piece of text that is empty.
    ...(message === ''
      ? []
      : [{ type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: message }]),
    { type: EventType.TEXT_MESSAGE_END, messageId },
  ];
}

function toToolCall({ id, name, args }: Record<string, unknown>): TextEvents[] | null {
  if (typeof name !== 'string') return null;
  const toolCallId = typeof id === 'string' && id !== '' ? id : crypto.randomUUID();
  const delta = typeof args === 'string' ? args : JSON.stringify(args ?? {});
  return [
    {
      type: EventType.TOOL_CALL_START,
      toolCallId,
      toolCallName: name,
      parentMessageId: toolCallId,
    },
    ...(delta === '' ? [] : [{ type: EventType.TOOL_CALL_ARGS, toolCallId, delta }]),
    { type: EventType.TOOL_CALL_END, toolCallId },
  ];
}
