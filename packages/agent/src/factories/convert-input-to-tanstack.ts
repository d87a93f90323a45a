import type { RunAgentInput } from '@ag-ui/client';
import { isRecord } from '../tools/is-record.js';
import { toSafeJson } from '../tools/safe-json.js';

/** A part of a user's message as TanStack AI has it. */
export interface TanStackContentPart {
  readonly type: 'text' | 'image' | 'audio' | 'video' | 'document';
  /** Of a text. */
  readonly content?: string;
  /** Of everything else. */
  readonly source?: {
    readonly type: 'data' | 'url';
    readonly value: string;
    readonly mimeType?: string;
  };
}

export interface TanStackToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface TanStackChatMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly content: string | null | TanStackContentPart[];
  readonly toolCalls?: TanStackToolCall[];
  readonly toolCallId?: string;
}

/** A tool of the browser: TanStack AI leaves its calls to the client. */
export interface TanStackClientTool {
  readonly __toolSide: 'client';
  readonly name: string;
  readonly description: string;
  readonly inputSchema: unknown;
}

/** The arguments of `chat()` of TanStack AI. */
export interface TanStackInputResult {
  readonly messages: TanStackChatMessage[];
  readonly systemPrompts: string[];
  readonly tools: TanStackClientTool[];
}

/**
 * Makes the arguments of `chat()` of an AG-UI input (agent.md 6): messages of users, assistants and
 * tools; system and developer messages, each entry of the context and the state as system prompts; the
 * browser's tools with schemas that allow no further properties.
 */
export function convertInputToTanStackAI(
  input: Pick<RunAgentInput, 'messages' | 'tools' | 'context' | 'state'>,
): TanStackInputResult {
  const messages: readonly unknown[] = Array.isArray(input.messages) ? input.messages : [];
  const tools: readonly unknown[] = Array.isArray(input.tools) ? input.tools : [];
  return {
    messages: messages.filter(isRecord).flatMap(toChatMessage),
    systemPrompts: [
      ...messages.filter(isRecord).flatMap(toSystemPrompt),
      ...contextPrompts(input.context),
      ...stateText(input.state),
    ],
    tools: tools.filter(isRecord).flatMap(toClientTool),
  };
}

type Loose = Readonly<Record<string, unknown>>;

function toChatMessage(message: Loose): TanStackChatMessage[] {
  const { role, content } = message;
  if (role === 'user') return [{ role, content: userContent(content) }];
  const text = typeof content === 'string' ? content : null;
  if (role === 'tool') return [{ role, content: text, toolCallId: String(message['toolCallId']) }];
  if (role !== 'assistant') return [];
  const toolCalls = Array.isArray(message['toolCalls'])
    ? message['toolCalls'].filter(isRecord).map(toToolCall)
    : [];
  return [{ role, content: text, ...(toolCalls.length === 0 ? {} : { toolCalls }) }];
}

function userContent(content: unknown): TanStackChatMessage['content'] {
  if (!Array.isArray(content))
    return typeof content === 'string' && content !== '' ? content : null;
  return content.length === 0 ? '' : content.filter(isRecord).flatMap(toContentPart);
}

const MEDIA = ['image', 'audio', 'video', 'document'] as const;

function toContentPart(part: Loose): TanStackContentPart[] {
  if (part['type'] === 'text') {
    return [{ type: 'text', content: typeof part['text'] === 'string' ? part['text'] : '' }];
  }
  if (part['type'] === 'binary') return toBinaryPart(part);
  const type = MEDIA.find((name) => name === part['type']);
  const { source } = part;
  if (type === undefined || !isRecord(source) || typeof source['value'] !== 'string') return [];
  if (source['type'] !== 'data' && source['type'] !== 'url') return [];
  const { value, mimeType } = source;
  const named = typeof mimeType === 'string' ? { mimeType } : {};
  return [{ type, source: { type: source['type'], value, ...named } }];
}

/** Of clients before AG-UI 0.0.50. */
function toBinaryPart({ mimeType, data, url }: Loose): TanStackContentPart[] {
  if (typeof mimeType !== 'string') return [];
  const [kind] = mimeType.split('/');
  const type = kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
  if (typeof data === 'string') return [{ type, source: { type: 'data', value: data, mimeType } }];
  return typeof url === 'string' ? [{ type, source: { type: 'url', value: url, mimeType } }] : [];
}

function toToolCall(call: Loose): TanStackToolCall {
  const named = isRecord(call['function']) ? call['function'] : {};
  const { name, arguments: text } = named;
  return {
    id: String(call['id']),
    type: 'function',
    function: { name: String(name), arguments: typeof text === 'string' ? text : '{}' },
  };
}

function toSystemPrompt({ role, content }: Loose): string[] {
  if (role !== 'system' && role !== 'developer') return [];
  return typeof content === 'string' && content !== '' ? [content] : [];
}

function contextPrompts(context: unknown): string[] {
  const entries: readonly unknown[] = Array.isArray(context) ? context : [];
  return entries
    .filter(isRecord)
    .map(({ description, value }) => `${String(description)}:\n${String(value)}`);
}

function stateText(state: unknown): string[] {
  if (!isRecord(state) || Object.keys(state).length === 0) return [];
  return [`State of the application:\n\`\`\`json\n${toSafeJson(state) ?? 'null'}\n\`\`\``];
}

function toClientTool(tool: Loose): TanStackClientTool[] {
  const { name, description, parameters } = tool;
  if (typeof name !== 'string' || name === '') return [];
  return [
    {
      __toolSide: 'client',
      name,
      description: typeof description === 'string' ? description : '',
      inputSchema: closed(parameters ?? { type: 'object', properties: {} }, 0),
    },
  ];
}

/** Deeper schemas than this are left as they are: they may refer to themselves. */
const MAX_DEPTH = 64;

/** The schema with `additionalProperties: false` for every object in it, which strict providers ask for. */
function closed(schema: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return schema;
  if (Array.isArray(schema)) return schema.map((entry) => closed(entry, depth + 1));
  if (!isRecord(schema)) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value, depth + 1)]);
  const copy = Object.fromEntries(entries) as Record<string, unknown>; // of string keys
  const isObject = schema['type'] === 'object' || isRecord(schema['properties']);
  return isObject ? { ...copy, additionalProperties: false } : copy;
}
