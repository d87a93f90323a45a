import type { ContentPart } from '../messages/agui-message.js';
import type { AgentLogger } from '../options/agent-options.js';

export interface VercelFilePart {
  type: 'file';
  data: string | URL;
  mediaType: string;
  filename?: string;
}

export interface VercelImagePart {
  type: 'image';
  image: string | URL;
  mediaType?: string;
}

export interface VercelTextPart {
  type: 'text';
  text: string;
}

type UserParts = (VercelTextPart | VercelImagePart | VercelFilePart)[];

export type UserContent = string | UserParts;

/** The content of a user message for the AI SDK; an empty text when nothing of it can be passed on. */
export function userContent(
  content: string | readonly ContentPart[],
  logger: AgentLogger,
): UserContent {
  if (typeof content === 'string') return content;
  const parts = content.flatMap((part) => userPart(part, logger));
  return parts.length === 0 ? '' : parts;
}

function userPart(part: ContentPart, logger: AgentLogger): UserParts {
  if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }];
  const mediaType = part.type === 'binary' ? part.mimeType : part.source.mimeType;
  const data = dataOf(part);
  if (data === null) {
    logger.warn('A file of a user message cannot be passed on and is left out.');
    return [];
  }
  const isImage = part.type === 'image' || (part.type === 'binary' && isImageType(mediaType));
  if (isImage) {
    return [{ type: 'image', image: data, ...(mediaType === undefined ? {} : { mediaType }) }];
  }
  const { filename } = part;
  return [
    {
      type: 'file',
      data,
      mediaType: mediaType ?? 'application/octet-stream',
      ...(filename === undefined ? {} : { filename }),
    },
  ];
}

function isImageType(mediaType: string | undefined): boolean {
  return mediaType?.startsWith('image/') === true;
}

/** Base64, or where the bytes are; `null` for what has neither. */
function dataOf(part: Exclude<ContentPart, { type: 'text' }>): string | URL | null {
  if (part.type === 'binary') return part.data ?? toUrl(part.url ?? '');
  if (part.source.type === 'data') return part.source.value;
  return part.source.type === 'url' ? toUrl(part.source.value) : null;
}

function toUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
