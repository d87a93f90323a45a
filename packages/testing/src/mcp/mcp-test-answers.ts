import { callTestTool, listTestTool, type McpTestTool } from './mcp-test-tool.js';

export interface McpTestServerOptions {
  readonly tools?: readonly McpTestTool[];
  /** Tools on one page of the list; 0: a list without end. @default all */
  readonly pageSize?: number;
  /** How answers over streamable HTTP come. @default 'json' */
  readonly answers?: 'json' | 'sse';
  /** Whether streamable HTTP has sessions. @default true */
  readonly sessions?: boolean;
  /** @default '2025-11-25' */
  readonly protocolVersion?: string;
  /** What `resources/read` gives, by URI. */
  readonly resources?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the SSE stream names as the address for messages. @default a path of its own */
  readonly endpoint?: string;
}

/** A message of JSON-RPC, or a part of one. */
export type Message = Readonly<Record<string, unknown>>;

/** The `result` or `error` that belongs to a request. */
export function answerOf(
  method: string,
  params: Message,
  tools: readonly McpTestTool[],
  options: McpTestServerOptions,
): Message {
  if (method === 'initialize') return { result: welcomeOf(options) };
  if (method === 'ping') return { result: {} };
  if (method === 'tools/list') return { result: pageOf(tools, params, options.pageSize) };
  const resource = options.resources?.[String(params['uri'])];
  if (method === 'resources/read' && resource) return { result: { contents: [resource] } };
  const tool = tools.find(({ name }) => name === params['name']);
  if (method === 'tools/call' && tool !== undefined) {
    return { result: callTestTool(tool, recordOf(params['arguments'])) };
  }
  const known = method === 'tools/call' || method === 'resources/read';
  return { error: { code: known ? -32_602 : -32_601, message: `There is no such ${method}` } };
}

export function recordOf(value: unknown): Message {
  // What a test sends is its own: objects are taken as they are.
  return typeof value === 'object' && value !== null ? (value as Message) : {};
}

function welcomeOf(options: McpTestServerOptions): Message {
  return {
    protocolVersion: options.protocolVersion ?? '2025-11-25',
    serverInfo: { name: 'test-server', version: '1.2.3' },
    capabilities: { tools: { listChanged: true } },
  };
}

function pageOf(tools: readonly McpTestTool[], params: Message, pageSize?: number): Message {
  const size = pageSize ?? tools.length;
  const from = Number(params['cursor'] ?? 0);
  const page = tools.slice(from, from + size).map(listTestTool);
  const next = size === 0 ? from + 1 : from + size;
  const isLast = size === 0 ? pageSize === undefined : next >= tools.length;
  return isLast ? { tools: page } : { tools: page, nextCursor: String(next) };
}
