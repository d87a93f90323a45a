import { isRecord } from '../../internal/is-record.js';

/** The text of a message's content: that of its parts, or all of it as JSON where it has none. */
export function textOfContent(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (!Array.isArray(content)) return JSON.stringify(content);
  const texts = content.flatMap((part: unknown) =>
    isRecord(part) && part.type === 'text' && typeof part.text === 'string' ? [part.text] : [],
  );
  return texts.join('');
}
