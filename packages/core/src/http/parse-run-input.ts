import type { Context, Message, ResumeItem, RunAgentInput, Tool } from '@flightdeck/store';
import { invalidBody } from '../errors/wire-errors.js';
import { isRecord } from '../internal/is-record.js';

/** Ids are keys of every store's indexes, whose rows have bounds. */
const MAX_ID_LENGTH = 256;

type Fields = Readonly<Record<string, unknown>>;

/** Throws unless the value at `path` has the documented form. */
type Check = (value: unknown, path: string) => void;

/**
 * The input of a run or a connect, in the form of AG-UI 0.0.5x or of 1.0.
 *
 * Messages, tools and context entries are passed on as they came, so that fields of later protocol
 * versions reach the agent; unknown fields beside them are dropped. Of two messages with one id the
 * later one counts, in the place of the earlier. A blank `threadId` or `runId` is replaced by a new id; one
 * has at most 256 characters.
 *
 * @throws RuntimeError `invalid_request`, its `details` naming the first offending field
 */
export function parseRunInput(body: unknown, newId: () => string): RunAgentInput {
  if (!isRecord(body)) return fail('body', 'an object');
  const { parentRunId, state, forwardedProps, resume } = body;
  const threadId = readId(body, 'threadId', newId);
  const runId = readId(body, 'runId', newId);
  if (isPresent(parentRunId)) text(parentRunId, 'parentRunId');
  return {
    threadId,
    runId,
    ...(typeof parentRunId === 'string' ? { parentRunId } : {}),
    ...(isPresent(state) ? { state } : {}),
    messages: latestById(readList<Message>(body.messages, 'messages', checkMessage)),
    tools: isPresent(body.tools) ? readList<Tool>(body.tools, 'tools', checkTool) : [],
    context: isPresent(body.context)
      ? readList<Context>(body.context, 'context', checkContext)
      : [],
    ...(isPresent(forwardedProps) ? { forwardedProps } : {}),
    ...(isPresent(resume) ? { resume: readList<ResumeItem>(resume, 'resume', checkResume) } : {}),
  };
}

/** The thread that a body names, valid or not otherwise; hooks learn it before the body is checked. */
export function readThreadId(body: unknown): string | undefined {
  const threadId = isRecord(body) ? body.threadId : undefined;
  return typeof threadId === 'string' && threadId.trim() !== '' ? threadId : undefined;
}

/** What a connect body says about how much of the thread the client already has. */
export interface ResumeFields {
  readonly lastSeenEventId?: string;
  readonly hasMessages: boolean;
}

export function readResumeFields(body: unknown): ResumeFields {
  const { lastSeenEventId, messages }: Fields = isRecord(body) ? body : {};
  const hasMessages = Array.isArray(messages) && messages.length > 0;
  if (typeof lastSeenEventId !== 'string' || lastSeenEventId === '') return { hasMessages };
  return { lastSeenEventId, hasMessages };
}

function fail(path: string, expected: string): never {
  throw invalidBody(`${path}: expected ${expected}`);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function readId(body: Fields, name: string, newId: () => string): string {
  const id = body[name];
  if (typeof id !== 'string') return fail(name, 'a string');
  if (id.length > MAX_ID_LENGTH) return fail(name, `at most ${MAX_ID_LENGTH} characters`);
  return id.trim() === '' ? newId() : id;
}

function readList<T>(value: unknown, name: string, check: Check): T[] {
  list(value, name, check);
  // Holds because `check` has accepted every entry.
  return value as T[];
}

function latestById(messages: readonly Message[]): Message[] {
  const byId = new Map<string, Message>();
  for (const message of messages) byId.set(message.id, message);
  return [...byId.values()];
}

function list(value: unknown, path: string, check: Check): void {
  if (!Array.isArray(value)) return fail(path, 'an array');
  for (const [index, entry] of value.entries()) check(entry, `${path}[${index}]`);
}

function text(value: unknown, path: string): void {
  if (typeof value !== 'string') fail(path, 'a string');
}

function fieldsOf(value: unknown, path: string): Fields {
  return isRecord(value) ? value : fail(path, 'an object');
}

function record(value: unknown, path: string): void {
  fieldsOf(value, path);
}

function optional(fields: Fields, path: string, check: Check, names: readonly string[]): void {
  for (const name of names) {
    if (fields[name] !== undefined) check(fields[name], `${path}.${name}`);
  }
}

function oneOf(value: unknown, path: string, allowed: readonly string[]): string {
  return typeof value === 'string' && allowed.includes(value)
    ? value
    : fail(path, `one of ${allowed.join(', ')}`);
}

const MEDIA_PARTS = ['image', 'audio', 'video', 'document'];
const PART_TYPES = ['text', ...MEDIA_PARTS, 'binary'];

function checkPart(value: unknown, path: string): void {
  const part = fieldsOf(value, path);
  const type = oneOf(part.type, `${path}.type`, PART_TYPES);
  if (type === 'text') {
    text(part.text, `${path}.text`);
  } else if (type === 'binary') {
    text(part.mimeType, `${path}.mimeType`);
    optional(part, path, text, ['id', 'url', 'data', 'filename']);
    if (!part.id && !part.url && !part.data) fail(path, 'one of id, url, data');
  } else {
    checkSource(part.source, `${path}.source`);
  }
}

function checkSource(value: unknown, path: string): void {
  const source = fieldsOf(value, path);
  const type = oneOf(source.type, `${path}.type`, ['data', 'url', 'file']);
  text(source.value, `${path}.value`);
  if (type === 'data') text(source.mimeType, `${path}.mimeType`);
  optional(source, path, text, ['mimeType', 'provider']);
}

function textOrParts(value: unknown, path: string): void {
  if (typeof value === 'string') return;
  if (!Array.isArray(value)) fail(path, 'a string or an array of parts');
  list(value, path, checkPart);
}

function checkToolCall(value: unknown, path: string): void {
  const call = fieldsOf(value, path);
  text(call.id, `${path}.id`);
  oneOf(call.type, `${path}.type`, ['function']);
  const target = fieldsOf(call.function, `${path}.function`);
  text(target.name, `${path}.function.name`);
  text(target.arguments, `${path}.function.arguments`);
  optional(call, path, text, ['encryptedValue']);
  optional(call, path, record, ['metadata']);
}

type CheckFields = (message: Fields, path: string) => void;

function checkTextMessage(message: Fields, path: string): void {
  text(message.content, `${path}.content`);
}

const ROLES: Readonly<Record<string, CheckFields>> = {
  developer: checkTextMessage,
  system: checkTextMessage,
  reasoning: checkTextMessage,
  assistant: (message, path) => {
    optional(message, path, text, ['content']);
    optional(message, path, (calls, at) => list(calls, at, checkToolCall), ['toolCalls']);
  },
  user: (message, path) => textOrParts(message.content, `${path}.content`),
  tool: (message, path) => {
    textOrParts(message.content, `${path}.content`);
    text(message.toolCallId, `${path}.toolCallId`);
    optional(message, path, text, ['error']);
  },
  activity: (message, path) => {
    text(message.activityType, `${path}.activityType`);
    record(message.content, `${path}.content`);
  },
};
const ROLE_NAMES = Object.keys(ROLES);

function checkMessage(value: unknown, path: string): void {
  const message = fieldsOf(value, path);
  const role = oneOf(message.role, `${path}.role`, ROLE_NAMES);
  text(message.id, `${path}.id`);
  ROLES[role]?.(message, path);
  optional(message, path, text, ['name', 'encryptedValue', 'subagentRunId']);
  optional(message, path, record, ['metadata']);
}

function checkTool(value: unknown, path: string): void {
  const tool = fieldsOf(value, path);
  text(tool.name, `${path}.name`);
  text(tool.description, `${path}.description`);
  optional(tool, path, record, ['metadata']);
}

function checkContext(value: unknown, path: string): void {
  const entry = fieldsOf(value, path);
  text(entry.description, `${path}.description`);
  text(entry.value, `${path}.value`);
}

function checkResume(value: unknown, path: string): void {
  const item = fieldsOf(value, path);
  text(item.interruptId, `${path}.interruptId`);
  oneOf(item.status, `${path}.status`, ['resolved', 'cancelled']);
  optional(item, path, record, ['metadata']);
}
