import { isRecord } from '../internal/is-record.js';

/** An image as it stands within a message. */
export interface InlineImage {
  readonly mimeType: string;
  /** Base64. */
  readonly bytes: string;
}

/** The image of a part of a message's content; `null` for all other parts, and for images elsewhere. */
export function imageOf(part: unknown): InlineImage | null {
  if (!isRecord(part)) return null;
  const { type, source } = part;
  if (type === 'binary') return inline(part.mimeType, part.data);
  if (type !== 'image' || !isRecord(source) || source.type !== 'data') return null;
  return inline(source.mimeType, source.value);
}

function inline(mimeType: unknown, bytes: unknown): InlineImage | null {
  if (typeof mimeType !== 'string' || !mimeType.startsWith('image/')) return null;
  return typeof bytes === 'string' && bytes !== '' ? { mimeType, bytes } : null;
}

/** The same image as a part that every version of AG-UI takes. */
export function imagePart({ mimeType, bytes }: InlineImage): Readonly<Record<string, unknown>> {
  return { type: 'image', source: { type: 'data', value: bytes, mimeType } };
}

/** The media type of a v1 `format`, which leaves `image/` out. */
export function mimeTypeOf(format: string): string {
  return format.includes('/') ? format : `image/${format}`;
}

/** The text of a part of a message's content. */
export function textOfPart(part: unknown): string | null {
  if (typeof part === 'string') return part;
  return isRecord(part) && part.type === 'text' && typeof part.text === 'string' ? part.text : null;
}
