import type { ToolSpec } from './model-call.js';
import type { FilePart, PromptMessage, TextPart, ToolOutput } from './prompt.js';

type Part = Exclude<PromptMessage['content'], string>[number];

const CHARACTERS_PER_TOKEN = 4;
const FILE_TOKENS = 1000;
const BYTES_PER_TOKEN = 32;

/**
 * About how many tokens a message has for a model, whichever it is: a quarter of its characters, tool
 * calls and results among them. Files: 1000 for an image and for one that the provider fetches itself, a
 * quarter of the bytes of a text, and of any other a token for each 32 bytes, but at least 1000.
 */
export function estimateTokens({ content }: PromptMessage): number {
  if (typeof content === 'string') return ofLength(content.length);
  // Each role has parts of its own kinds, all of which are parts.
  const parts: readonly Part[] = content;
  return parts.reduce((sum, part) => sum + ofPart(part), 0);
}

/** About how many tokens the definitions of tools have, by the same rule. */
export function estimateToolTokens(tools: readonly ToolSpec[]): number {
  return tools.length === 0 ? 0 : ofLength(lengthOfJson(tools));
}

function ofPart(part: Part): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return ofLength(part.text.length);
    case 'file':
      return ofFile(part);
    case 'tool-call':
      return ofLength(part.toolName.length + lengthOfJson(part.input));
    case 'tool-result':
      return ofOutput(part.output);
  }
}

function ofOutput(output: ToolOutput): number {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return ofLength(output.value.length);
    case 'json':
      return ofLength(lengthOfJson(output.value));
    case 'content':
      return output.value.reduce((sum, part) => sum + ofOutputPart(part), 0);
  }
}

function ofOutputPart(part: TextPart | FilePart): number {
  return part.type === 'text' ? ofLength(part.text.length) : ofFile(part);
}

function ofFile({ mediaType, data }: FilePart): number {
  if (mediaType.startsWith('image/')) return FILE_TOKENS;
  const bytes = sizeOf(data);
  if (bytes === undefined) return FILE_TOKENS;
  if (mediaType.startsWith('text/')) return ofLength(bytes);
  return Math.max(FILE_TOKENS, Math.ceil(bytes / BYTES_PER_TOKEN));
}

function sizeOf(data: FilePart['data']): number | undefined {
  if (data instanceof Uint8Array) return data.byteLength;
  return typeof data === 'string' ? Math.floor((data.length * 3) / 4) : undefined;
}

function ofLength(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** What a provider's library cannot write either is nothing to count. */
function lengthOfJson(value: unknown): number {
  try {
    // `undefined` for values that JSON does not have.
    const text: string | undefined = JSON.stringify(value);
    return text?.length ?? 0;
  } catch {
    return 0;
  }
}
