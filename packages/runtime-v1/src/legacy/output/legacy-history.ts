import type { Message } from '@flightdeck/core';
import { toImageId, toLegacyCallId } from '../legacy-ids.js';
import { SYSTEM_MESSAGE_ID } from '../instructions.js';
import { isRecord } from '../../internal/is-record.js';
import { parsePartialJson } from './partial-json.js';
import { textOfContent } from './text-of-content.js';

/** One message in the form in which clients keep conversations as JSON. v1.md 11.4. */
export type LegacyJsonMessage = Readonly<Record<string, unknown>>;

/**
 * A conversation as clients load it: their own instructions and what they have no form for, such as
 * activities and reasoning, left out.
 */
export function toLegacyHistory(messages: readonly Message[]): LegacyJsonMessage[] {
  const names = new Map<string, CallName>();
  return messages.flatMap((message) => toLegacyMessages(message, names));
}

interface CallName {
  readonly legacyId: string;
  readonly name: string;
}

function toLegacyMessages(message: Message, names: Map<string, CallName>): LegacyJsonMessage[] {
  const { id, role } = message;
  if (id === SYSTEM_MESSAGE_ID) return [];
  switch (role) {
    case 'user':
      return [...textOf(message), ...imagesOf(message)];
    case 'system':
    case 'developer':
      return textOf(message);
    case 'assistant':
      return [...textOf(message), ...callsOf(message, names)];
    case 'tool': {
      const callId = message.toolCallId ?? '';
      const call = names.get(callId);
      const result = textOfContent(message.content);
      const actionExecutionId = call?.legacyId ?? callId;
      return [{ id, actionExecutionId, actionName: call?.name ?? '', result }];
    }
    default:
      return [];
  }
}

function textOf({ id, role, content }: Message): LegacyJsonMessage[] {
  const text = textOfContent(content);
  return text === '' ? [] : [{ id, role, content: text }];
}

function imagesOf({ id, content }: Message): LegacyJsonMessage[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown, index) => {
    const image = imageOf(part);
    return image === null ? [] : [{ id: toImageId(id, index), role: 'user', ...image }];
  });
}

function imageOf(part: unknown): { readonly format: string; readonly bytes: string } | null {
  if (!isRecord(part)) return null;
  const source = isRecord(part.source) ? part.source : { value: part.data, ...part };
  const { mimeType, value } = source;
  if (typeof mimeType !== 'string' || typeof value !== 'string') return null;
  return mimeType.startsWith('image/') ? { format: mimeType.slice(6), bytes: value } : null;
}

function callsOf(
  { id: owner, toolCalls = [] }: Message,
  names: Map<string, CallName>,
): LegacyJsonMessage[] {
  return toolCalls.map(({ id: callId, function: { name, arguments: text } }) => {
    const id = toLegacyCallId(callId, owner);
    names.set(callId, { legacyId: id, name });
    const args = parsePartialJson(text);
    return { id, name, arguments: isRecord(args) ? args : {}, parentMessageId: owner };
  });
}
