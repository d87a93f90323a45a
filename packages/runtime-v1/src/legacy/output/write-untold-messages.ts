import type { Message } from '@flightdeck/core';
import type { MessageWriter } from './message-writer.js';
import { textOfContent } from './text-of-content.js';

/**
 * Tells the messages of the assistant's, and results, that an agent has told in a snapshot alone:
 * those of this turn, because earlier ones may have other ids in it than the client knows them by.
 */
export function writeUntoldMessages(writer: MessageWriter, messages: readonly Message[]): void {
  const turn = messages.slice(messages.findLastIndex(({ role }) => role === 'user') + 1);
  for (const message of turn) {
    if (message.role === 'assistant') writeAssistant(writer, message);
    else if (message.role === 'tool') writeResult(writer, message);
  }
}

function writeAssistant(writer: MessageWriter, { id, content, toolCalls = [] }: Message): void {
  if (!writer.has(id)) {
    writer.appendText(id, textOfContent(content));
    writer.endText(id);
  }
  for (const {
    id: callId,
    function: { name, arguments: args },
  } of toolCalls) {
    if (writer.has(callId)) continue;
    writer.startCall({ id: callId, name, parentMessageId: id });
    writer.appendArguments(callId, args);
    writer.endCall(callId);
  }
}

function writeResult(writer: MessageWriter, { id, content, toolCallId }: Message): void {
  if (writer.has(id) || toolCallId === undefined || writer.hasResultOf(toolCallId)) return;
  writer.addResult({ messageId: id, callId: toolCallId, content: textOfContent(content) });
}
