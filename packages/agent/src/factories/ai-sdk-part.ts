import { isRecord } from '../tools/is-record.js';
import type { ModelPart } from '../model/model-part.js';
import type { ProviderOptions } from '../model/prompt.js';
import { toSafeJson } from '../tools/safe-json.js';

const BLOCKS = ['text-start', 'text-end', 'reasoning-start', 'reasoning-end'] as const;
const DELTAS = ['text-delta', 'reasoning-delta'] as const;

/**
 * The parts of `streamText().fullStream` that a model says, in AI SDK 5, 6 and 7, as the agent's own
 * loop has them; `undefined` for every other one.
 */
export function toModelPart(part: Readonly<Record<string, unknown>>): ModelPart | undefined {
  const id = text(part['id']);
  const block = BLOCKS.find((name) => name === part['type']);
  if (block !== undefined) return { type: block, id, ...metadata(part['providerMetadata']) };
  const delta = DELTAS.find((name) => name === part['type']);
  if (delta !== undefined) {
    const said = text(part['text'] ?? part['delta']);
    return { type: delta, id, delta: said, ...metadata(part['providerMetadata']) };
  }
  switch (part['type']) {
    case 'tool-input-start':
      return { type: 'tool-input-start', id, toolName: text(part['toolName']), ...executed(part) };
    case 'tool-input-delta':
      return { type: 'tool-input-delta', id, delta: text(part['delta']) };
    case 'tool-call':
      return toCall(part);
    case 'source':
      return toSource(part);
    case 'file':
    case 'reasoning-file':
      return toFile(part);
    default:
      return undefined;
  }
}

function toCall(part: Readonly<Record<string, unknown>>): ModelPart {
  return {
    type: 'tool-call',
    toolCallId: text(part['toolCallId']),
    toolName: text(part['toolName']),
    input: toInputText(part['input'] ?? part['args']),
    ...executed(part),
    ...metadata(part['providerMetadata']),
  };
}

/** Invalid arguments stay the text that the model wrote. */
function toInputText(input: unknown): string {
  if (input === undefined) return '{}';
  return typeof input === 'string' ? input : (toSafeJson(input) ?? '{}');
}

function toSource(part: Readonly<Record<string, unknown>>): ModelPart {
  const { url, title, mediaType, filename } = part;
  return {
    type: 'source',
    id: text(part['id']),
    sourceType: text(part['sourceType']),
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof mediaType === 'string' ? { mediaType } : {}),
    ...(typeof filename === 'string' ? { filename } : {}),
  };
}

function toFile(part: Readonly<Record<string, unknown>>): ModelPart | undefined {
  const file = part['file'];
  if (!isRecord(file)) return undefined;
  const { mediaType, base64, uint8Array } = file;
  const data = typeof base64 === 'string' ? base64 : uint8Array;
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) return undefined;
  return {
    type: 'file',
    mediaType: text(mediaType) || 'application/octet-stream',
    data,
    ...(part['type'] === 'reasoning-file' ? { isReasoning: true } : {}),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function executed(part: Readonly<Record<string, unknown>>): { providerExecuted?: true } {
  return part['providerExecuted'] === true ? { providerExecuted: true } : {};
}

function metadata(value: unknown): { providerMetadata?: ProviderOptions } {
  // By the AI SDK's own contract: records by provider name.
  return isRecord(value) ? { providerMetadata: value as ProviderOptions } : {};
}
