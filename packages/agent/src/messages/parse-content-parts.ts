import type { AgentLogger } from '../options/agent-options.js';
import type { ContentPart, ContentSource } from './agui-message.js';
import { isRecord } from '../tools/is-record.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The parts of a user or tool message; those that are not understood are left out with one debug line
 * each. Never throws.
 */
export function parseContentParts(
  values: readonly unknown[],
  logger: Pick<AgentLogger, 'debug'>,
): ContentPart[] {
  return values.flatMap((value, index) => {
    if (typeof value === 'string') return [{ type: 'text', text: value }];
    const part = isRecord(value) ? parsePart(value) : null;
    if (part !== null) return [part];
    logger.debug('A part of a message is not understood and left out.', { index });
    return [];
  });
}

function parsePart(fields: Fields): ContentPart | null {
  switch (fields['type']) {
    case 'text':
      return typeof fields['text'] === 'string' ? { type: 'text', text: fields['text'] } : null;
    case 'image':
    case 'audio':
    case 'video':
    case 'document': {
      const source = isRecord(fields['source']) ? parseSource(fields['source']) : null;
      return source === null ? null : { type: fields['type'], source, ...filename(fields) };
    }
    case 'binary':
      return parseBinary(fields);
    default:
      return null;
  }
}

function parseSource(fields: Fields): ContentSource | null {
  const value = text(fields['value']);
  const mimeType = text(fields['mimeType']);
  if (value === undefined) return null;
  switch (fields['type']) {
    case 'data':
      return { type: 'data', value, mimeType: mimeType ?? 'application/octet-stream' };
    case 'url':
      return { type: 'url', value, mimeType };
    case 'file':
      return { type: 'file', value, mimeType, provider: text(fields['provider']) };
    default:
      return null;
  }
}

function parseBinary(fields: Fields): ContentPart | null {
  const data = text(fields['data']);
  const url = text(fields['url']);
  if (data === undefined && url === undefined) return null;
  const mimeType = text(fields['mimeType']) ?? 'application/octet-stream';
  return { type: 'binary', mimeType, data, url, ...filename(fields) };
}

/** On the part itself, or where AG-UI 1.0 leaves room for it. */
function filename(fields: Fields): { filename?: string } {
  const metadata = isRecord(fields['metadata']) ? fields['metadata'] : {};
  const name = text(fields['filename']) ?? text(metadata['filename']);
  return name === undefined ? {} : { filename: name };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
