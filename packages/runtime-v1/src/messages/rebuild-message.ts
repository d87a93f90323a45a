import type { Message as AguiMessage, ToolCall } from '@flightdeck/core';
import { argumentsTextOf } from './arguments-text.js';
import { imageOf, imagePart, mimeTypeOf, textOfPart } from './content-images.js';
import type { ImageMessage, Message, TextMessage } from './message.js';
import { isChanged, type MessageOrigin } from './message-origin.js';

/** The message of AG-UI with what has become of its parts: changed ones, and without those that are gone. */
export function rebuildMessage(origin: MessageOrigin, present: readonly Message[]): AguiMessage {
  const { source } = origin;
  const result = present.find((part) => part.isResultMessage());
  if (result !== undefined) {
    const { id, actionExecutionId: toolCallId, result: content } = result;
    return { ...source, id, toolCallId, content };
  }
  const text = present.find((part) => part.isTextMessage());
  const { content: _content, toolCalls: _calls, ...rest } = source;
  const content = contentOf(origin, text, new Set(present));
  const toolCalls = callsOf(origin, new Set(present));
  return {
    ...rest,
    ...(text === undefined ? {} : { id: text.id, role: text.role }),
    ...(content === undefined ? {} : { content }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

function contentOf(
  { source: { content }, parts }: MessageOrigin,
  text: TextMessage | undefined,
  present: ReadonlySet<Message>,
): unknown {
  const hadText = parts.some((part) => part.isTextMessage());
  if (!Array.isArray(content)) return hadText ? text?.content : content;
  const images = parts.filter((part) => part.isImageMessage());
  let isTold = false;
  return content.flatMap((part: unknown): unknown[] => {
    if (textOfPart(part) !== null) {
      if (text === undefined) return [];
      if (!isChanged(text)) return [part];
      if (isTold) return [];
      isTold = true;
      return [{ type: 'text', text: text.content }];
    }
    if (imageOf(part) === null) return [part];
    const image = images.shift();
    return image !== undefined && present.has(image) ? [partOf(image, part)] : [];
  });
}

function partOf(image: ImageMessage, part: unknown): unknown {
  const { format, bytes } = image;
  return isChanged(image) ? imagePart({ mimeType: mimeTypeOf(format), bytes }) : part;
}

function callsOf({ source, parts }: MessageOrigin, present: ReadonlySet<Message>): ToolCall[] {
  const calls = parts.filter((part) => part.isActionExecutionMessage());
  return (source.toolCalls ?? []).flatMap((call, index) => {
    const message = calls[index];
    if (message === undefined || !present.has(message)) return [];
    const { id, name } = message;
    return [
      { ...call, id, function: { ...call.function, name, arguments: argumentsTextOf(message) } },
    ];
  });
}
