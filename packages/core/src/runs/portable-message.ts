import type { Message } from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';
import {
  acceptFields,
  acceptListOf,
  acceptRecord,
  acceptText,
  conform,
  type Accept,
  type FieldRule,
} from './field-rules.js';

/**
 * The message in a form that every client version accepts: the same object if it has one already,
 * `null` if it cannot be given one. A message that a client rejects takes the rest of the stream
 * with it.
 */
export function portableMessage(message: unknown): Message | null {
  if (!isRecord(message)) return null;
  const rules = ROLE_RULES.get(message.role);
  if (rules === undefined) return null;
  const conformed = conform(message, rules);
  // Holds because the rules of every role require an id.
  return typeof conformed === 'string' ? null : (conformed as unknown as Message);
}

/** `content` as text: what parts of it are text, or else all of it as JSON. Only AG-UI 1.0 has other forms. */
export function contentAsText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  const texts = Array.isArray(content) ? content.flatMap(textOfPart) : [];
  return texts.length > 0 ? texts.join('') : asJson(content);
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function textOfPart(part: unknown): string[] {
  return isRecord(part) && part.type === 'text' && typeof part.text === 'string' ? [part.text] : [];
}

const SOURCE_RULES: Readonly<Record<'data' | 'url', readonly FieldRule[]>> = {
  data: [
    { name: 'value', accept: acceptText, required: true },
    { name: 'mimeType', accept: acceptText, required: true },
  ],
  url: [
    { name: 'value', accept: acceptText, required: true },
    { name: 'mimeType', accept: acceptText },
  ],
};

function acceptSource(source: unknown): unknown {
  if (!isRecord(source) || (source.type !== 'data' && source.type !== 'url')) return undefined;
  return acceptFields(SOURCE_RULES[source.type])(source);
}

const TEXT_PART: readonly FieldRule[] = [{ name: 'text', accept: acceptText, required: true }];
const MEDIA_PART: readonly FieldRule[] = [
  { name: 'id', accept: acceptText },
  { name: 'source', accept: acceptSource, required: true },
];
const BINARY_PART: readonly FieldRule[] = [
  { name: 'mimeType', accept: acceptText, required: true },
  { name: 'id', accept: acceptText },
  { name: 'url', accept: acceptText },
  { name: 'data', accept: acceptText },
  { name: 'filename', accept: acceptText },
];

function acceptPart(part: unknown): unknown {
  if (!isRecord(part)) return undefined;
  switch (part.type) {
    case 'text':
      return acceptFields(TEXT_PART)(part);
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return fileAsBinary(part.source) ?? acceptFields(MEDIA_PART)(part);
    case 'binary':
      return part.id || part.url || part.data ? acceptFields(BINARY_PART)(part) : undefined;
    default:
      return undefined;
  }
}

/** Before 1.0, the handle of a file at the provider was the `id` of a `binary` part. */
function fileAsBinary(source: unknown): unknown {
  if (!isRecord(source) || source.type !== 'file' || typeof source.value !== 'string') {
    return undefined;
  }
  const mimeType =
    typeof source.mimeType === 'string' ? source.mimeType : 'application/octet-stream';
  return { type: 'binary', mimeType, id: source.value };
}

const acceptParts = acceptListOf(acceptPart);

const FUNCTION_RULES: readonly FieldRule[] = [
  { name: 'name', accept: acceptText, required: true },
  { name: 'arguments', accept: contentAsText, required: true },
];
const TOOL_CALL_RULES: readonly FieldRule[] = [
  { name: 'id', accept: acceptText, required: true },
  { name: 'type', accept: () => 'function', required: true },
  { name: 'function', accept: acceptFields(FUNCTION_RULES), required: true },
  { name: 'encryptedValue', accept: acceptText },
  { name: 'metadata', accept: acceptRecord },
];

const acceptUserContent: Accept = (content) => acceptText(content) ?? acceptParts(content);
const acceptOptionalText: Accept = (content) =>
  content === null ? undefined : contentAsText(content);

const COMMON: readonly FieldRule[] = [
  { name: 'id', accept: acceptText, required: true },
  { name: 'name', accept: acceptText },
  { name: 'encryptedValue', accept: acceptText },
  { name: 'subagentRunId', accept: acceptText },
  { name: 'metadata', accept: acceptRecord },
];
const TEXT_MESSAGE: readonly FieldRule[] = [
  ...COMMON,
  { name: 'content', accept: contentAsText, required: true },
];

const ROLE_RULES: ReadonlyMap<unknown, readonly FieldRule[]> = new Map([
  ['developer', TEXT_MESSAGE],
  ['system', TEXT_MESSAGE],
  ['reasoning', TEXT_MESSAGE],
  [
    'assistant',
    [
      ...COMMON,
      { name: 'content', accept: acceptOptionalText },
      { name: 'toolCalls', accept: acceptListOf(acceptFields(TOOL_CALL_RULES)) },
    ],
  ],
  ['user', [...COMMON, { name: 'content', accept: acceptUserContent, required: true }]],
  [
    'tool',
    [
      ...TEXT_MESSAGE,
      { name: 'toolCallId', accept: acceptText, required: true },
      { name: 'error', accept: acceptText },
    ],
  ],
  [
    'activity',
    [
      ...COMMON,
      { name: 'activityType', accept: acceptText, required: true },
      { name: 'content', accept: acceptRecord, required: true },
    ],
  ],
]);
