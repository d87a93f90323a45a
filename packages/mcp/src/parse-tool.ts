import { isRecord } from './is-record.js';
import type { MCPContent, MCPTool, MCPToolResult } from './mcp-types.js';

/** A tool as a server lists it; `undefined` for what cannot be offered to a model. */
export function parseTool(value: unknown): MCPTool | undefined {
  if (!isRecord(value)) return undefined;
  const { name, title, description, inputSchema, annotations, _meta } = value;
  if (typeof name !== 'string' || name === '' || !isRecord(inputSchema)) return undefined;
  return {
    name,
    inputSchema,
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isRecord(annotations) ? { annotations } : {}),
    ...(isRecord(_meta) ? { _meta } : {}),
  };
}

/** The result of a call; `undefined` for what is none. */
export function parseToolResult(value: unknown): MCPToolResult | undefined {
  if (!isRecord(value)) return undefined;
  const content: unknown = value['content'] ?? ('structuredContent' in value ? [] : undefined);
  if (!Array.isArray(content) || !content.every(isContent)) return undefined;
  const { structuredContent, isError, _meta } = value;
  return {
    content,
    ...(structuredContent === undefined ? {} : { structuredContent }),
    ...(typeof isError === 'boolean' ? { isError } : {}),
    ...(isRecord(_meta) ? { _meta } : {}),
  };
}

function isContent(value: unknown): value is MCPContent {
  if (!isRecord(value) || typeof value['type'] !== 'string') return false;
  return value['type'] !== 'text' || typeof value['text'] === 'string';
}
