import type { FilePart, TextPart, ToolOutput } from '../model/prompt.js';
import { toWellFormed } from '../model/well-formed.js';
import { isRecord } from './is-record.js';
import { toSafeJson } from './safe-json.js';
import { failedOutcome, type ToolOutcome } from './tool-outcome.js';

export interface EncodeOptions {
  readonly toolName: string;
  /** `envelope`: what an MCP server answers, `{content, structuredContent?, isError?}`. */
  readonly shape: 'value' | 'envelope';
  /** Longer texts are cut, with a note at the end. */
  readonly maxBytes: number;
}

type ContentParts = readonly (TextPart | FilePart)[];

/**
 * Makes a tool's result something that can be told.
 *
 * - a string as it is, anything else its JSON, `undefined` as `null`: see {@link toSafeJson};
 * - `{type:'content', value:[…]}` with parts `{type:'text', text}` and `{type:'file', mediaType,
 *   data}`: the model gets the parts, the browser the texts, joined by line ends;
 * - of an MCP envelope the text parts, joined by line ends, else its JSON; the model also gets
 *   images and sound. `isError` is a failure with these texts.
 *
 * Never throws.
 */
export function encodeResult(result: unknown, options: EncodeOptions): ToolOutcome {
  try {
    return encode(result, options);
  } catch {
    // A proxy or a getter that throws wherever it is touched.
    return textOutcome(`[Unserializable tool result from ${options.toolName}]`, options);
  }
}

function encode(result: unknown, options: EncodeOptions): ToolOutcome {
  if (typeof result === 'string') return textOutcome(result, options);
  if (options.shape === 'envelope' && isEnvelope(result)) return encodeEnvelope(result, options);
  const parts = toContentParts(result);
  if (parts !== null) return contentOutcome(parts, options);
  return jsonOutcome(result, options);
}

function jsonOutcome(value: unknown, options: EncodeOptions): ToolOutcome {
  const json = toSafeJson(value);
  if (json === null) {
    return textOutcome(`[Unserializable tool result from ${options.toolName}]`, options);
  }
  const content = cutText(json, options.maxBytes);
  // A cut text is JSON no more.
  if (content !== json) return { content, output: { type: 'text', value: content } };
  return { content, output: { type: 'json', value: JSON.parse(json) } };
}

function textOutcome(text: string, { maxBytes }: EncodeOptions): ToolOutcome {
  const content = cutText(toWellFormed(text), maxBytes);
  return { content, output: { type: 'text', value: content } };
}

function contentOutcome(parts: ContentParts, options: EncodeOptions): ToolOutcome {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const files = parts.flatMap((part) => (part.type === 'file' ? [part] : []));
  const shown =
    texts.length > 0 ? texts : files.map(({ mediaType, filename }) => filename ?? mediaType);
  const content = cutText(shown.join('\n'), options.maxBytes);
  const told: TextPart[] = texts.length > 0 ? [{ type: 'text', text: content }] : [];
  const output: ToolOutput =
    files.length === 0
      ? { type: 'text', value: content }
      : { type: 'content', value: [...told, ...files] };
  return { content, output };
}

interface Envelope {
  readonly content: readonly (Record<string, unknown> & { readonly type: string })[];
  readonly isError?: unknown;
}

function isEnvelope(value: unknown): value is Envelope {
  return (
    isRecord(value) &&
    Array.isArray(value.content) &&
    value.content.every((part) => isRecord(part) && typeof part.type === 'string')
  );
}

function encodeEnvelope(envelope: Envelope, options: EncodeOptions): ToolOutcome {
  const texts = envelope.content.flatMap(({ type, text }) =>
    type === 'text' && typeof text === 'string' ? [text] : [],
  );
  if (envelope.isError === true) {
    const said = texts.length > 0 ? texts.join('\n') : 'The tool reported an error';
    return failedOutcome('tool_failed', cutText(said, options.maxBytes));
  }
  const files = envelope.content.flatMap(toFilePart);
  const parts = texts.map((text): TextPart => ({ type: 'text', text }));
  if (files.length > 0) return contentOutcome([...parts, ...files], options);
  return texts.length > 0 ? textOutcome(texts.join('\n'), options) : jsonOutcome(envelope, options);
}

function toFilePart(part: Record<string, unknown>): readonly FilePart[] {
  const { type, data, mimeType } = part;
  if (type !== 'image' && type !== 'audio') return [];
  if (typeof data !== 'string' || typeof mimeType !== 'string') return [];
  return [{ type: 'file', mediaType: mimeType, data }];
}

function toContentParts(value: unknown): ContentParts | null {
  if (!isRecord(value) || value.type !== 'content' || !Array.isArray(value.value)) return null;
  const given: readonly unknown[] = value.value;
  return given.length > 0 && given.every(isContentPart) ? given : null;
}

function isContentPart(part: unknown): part is TextPart | FilePart {
  if (!isRecord(part)) return false;
  if (part.type === 'text') return typeof part.text === 'string';
  return part.type === 'file' && typeof part.mediaType === 'string' && isFileData(part.data);
}

function isFileData(data: unknown): boolean {
  return typeof data === 'string' || data instanceof Uint8Array || data instanceof URL;
}

/** At most `maxBytes` of UTF-8 and, if something is missing, a note that says so. */
function cutText(text: string, maxBytes: number): string {
  // No character takes more than three bytes per unit of a string.
  if (text.length * 3 <= maxBytes) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  if (read >= text.length) return text;
  return `${text.slice(0, read)}\n[The result is too long: only its first ${maxBytes} bytes are given]`;
}
