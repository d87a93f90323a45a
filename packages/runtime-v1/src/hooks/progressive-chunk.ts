import type { BaseEvent } from '@flightdeck/core';

/** One piece of an answer, by the names of v1's runtime events. */
export interface ProgressiveChunk {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const CHUNKS: Readonly<Record<string, (event: Fields) => ProgressiveChunk>> = {
  TEXT_MESSAGE_START: ({ messageId }) => ({ type: 'TextMessageStart', messageId }),
  TEXT_MESSAGE_CONTENT: textContent,
  TEXT_MESSAGE_CHUNK: textContent,
  TEXT_MESSAGE_END: ({ messageId }) => ({ type: 'TextMessageEnd', messageId }),
  TOOL_CALL_START: ({ toolCallId, toolCallName, parentMessageId }) => ({
    type: 'ActionExecutionStart',
    actionExecutionId: toolCallId,
    actionName: toolCallName,
    ...(parentMessageId === undefined ? {} : { parentMessageId }),
  }),
  TOOL_CALL_ARGS: actionArguments,
  TOOL_CALL_CHUNK: actionArguments,
  TOOL_CALL_END: ({ toolCallId }) => ({
    type: 'ActionExecutionEnd',
    actionExecutionId: toolCallId,
  }),
  TOOL_CALL_RESULT: ({ toolCallId, content }) => ({
    type: 'ActionExecutionResult',
    actionExecutionId: toolCallId,
    result: content,
  }),
};

/** What `handleResponse` is told of an event; `null` for events that are no piece of an answer. */
export function toProgressiveChunk(event: BaseEvent): ProgressiveChunk | null {
  return CHUNKS[event.type]?.(event) ?? null;
}

function textContent({ messageId, delta }: Fields): ProgressiveChunk {
  return { type: 'TextMessageContent', messageId, content: delta };
}

function actionArguments({ toolCallId, delta }: Fields): ProgressiveChunk {
  return { type: 'ActionExecutionArgs', actionExecutionId: toolCallId, args: delta };
}
