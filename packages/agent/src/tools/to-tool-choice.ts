import type { ToolChoice } from '../model/model-call.js';
import { isRecord } from './is-record.js';

/** A tool choice in the AI SDK's form or in OpenAI's (`{type:"function", function:{name}}`); `undefined` for anything else. */
export function toToolChoice(value: unknown): ToolChoice | undefined {
  if (value === 'auto' || value === 'required' || value === 'none') return value;
  if (!isRecord(value)) return undefined;
  if (value.type === 'tool') return namedTool(value.toolName);
  if (value.type !== 'function') return undefined;
  return namedTool(isRecord(value.function) ? value.function.name : value.name);
}

function namedTool(toolName: unknown): ToolChoice | undefined {
  return typeof toolName === 'string' && toolName !== '' ? { type: 'tool', toolName } : undefined;
}
