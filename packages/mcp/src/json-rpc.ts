import { isRecord } from './is-record.js';

export type RpcId = string | number;

export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id: RpcId;
  readonly method: string;
  readonly params?: unknown;
}

export interface RpcNotification {
  readonly jsonrpc: '2.0';
  readonly method: string;
  readonly params?: unknown;
}

export interface RpcAnswer {
  readonly jsonrpc: '2.0';
  /** `null`: the server could not read the request. */
  readonly id: RpcId | null;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export type RpcMessage = RpcRequest | RpcNotification | RpcAnswer;

export const METHOD_NOT_FOUND = -32_601;

/** How deep a message may be nested: more is no data, and breaks whoever walks through it. */
const MAX_DEPTH = 256;

export function isRequest(message: RpcMessage): message is RpcRequest {
  return 'method' in message && 'id' in message;
}

export function isAnswer(message: RpcMessage): message is RpcAnswer {
  return !('method' in message);
}

/**
 * The messages of a text: one, or several in a batch, as 2025-03-26 allows. `undefined` for a text that is not JSON, is
 * nested more than 256 levels deep, or holds anything that is not a message.
 */
export function parseRpcText(text: string): readonly RpcMessage[] | undefined {
  if (isTooDeep(text)) return undefined;
  const value = parseJson(text);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const messages = values.map(toRpcMessage);
  return messages.every((message) => message !== undefined) ? messages : undefined;
}

/** Counts brackets outside of strings, in linear time; what is no JSON is the parser's concern. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length && depth <= MAX_DEPTH; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return depth > MAX_DEPTH;
}

/** Where the string that begins there ends; past the text if it does not. Long ones are images, which this leaps over. */
function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
    let from = end;
    while (text[from - 1] === '\\') from -= 1;
    if ((end - from) % 2 === 0) return end;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function toRpcMessage(value: unknown): RpcMessage | undefined {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return undefined;
  const { id, method, params } = value;
  if (typeof method === 'string') {
    if (id === undefined) return { jsonrpc: '2.0', method, params };
    return isRpcId(id) ? { jsonrpc: '2.0', id, method, params } : undefined;
  }
  return isRpcId(id) || id === null ? toAnswer(ownId(id), value) : undefined;
}

/** Requests from here have numbers; some servers make texts of them. */
function ownId(id: RpcId | null): RpcId | null {
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : id;
}

function toAnswer(
  id: RpcId | null,
  value: Readonly<Record<string, unknown>>,
): RpcAnswer | undefined {
  if ('result' in value) return { jsonrpc: '2.0', id, result: value['result'] };
  const { error } = value;
  if (!isRecord(error)) return undefined;
  const code = typeof error['code'] === 'number' ? error['code'] : 0;
  const message = typeof error['message'] === 'string' ? error['message'] : '';
  return { jsonrpc: '2.0', id, error: { code, message } };
}

function isRpcId(value: unknown): value is RpcId {
  return typeof value === 'string' || typeof value === 'number';
}
