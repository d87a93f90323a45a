import type { SupportedUrls } from '../model/language-model.js';
import type { FilePart, TextPart } from '../model/prompt.js';
import type { AgentLogger } from '../options/agent-options.js';
import type { ContentPart, ContentSource } from './agui-message.js';
import { acceptsMedia } from './accepted-media.js';
import type { AttachmentLoader } from './attachment-loader.js';
import { fromBase64 } from '../model/base64.js';
import { providerFamily } from './envelope.js';
import { isReadableText, isVague, refineMediaType } from './media-type.js';
import { supportsUrl } from './supports-url.js';

export interface ContentPartsOptions {
  readonly provider: string;
  readonly supportedUrls: SupportedUrls;
  readonly load: AttachmentLoader;
  readonly logger: Pick<AgentLogger, 'warn'>;
}

interface Attachment {
  readonly source: ContentSource;
  readonly mediaType: string;
  readonly filename: string | undefined;
}

/**
 * The parts of a user or tool message for a model (agent.md 4.2). What the provider does not fetch
 * itself is loaded; what cannot be loaded becomes a text that says so, and a malformed URL is left out
 * with a warning. Readable text is sent as text, which every provider takes. Never rejects.
 */
export async function contentParts(
  content: string | readonly ContentPart[],
  options: ContentPartsOptions,
): Promise<(TextPart | FilePart)[]> {
  if (typeof content === 'string') return textPart(content);
  const parts = await Promise.all(
    content.map(async (part) =>
      part.type === 'text' ? textPart(part.text) : attachmentParts(toAttachment(part), options),
    ),
  );
  return parts.flat();
}

function textPart(text: string): TextPart[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function toAttachment(part: Exclude<ContentPart, { type: 'text' }>): Attachment {
  if (part.type !== 'binary') {
    const declared = part.source.mimeType ?? 'application/octet-stream';
    const isVague = part.type === 'image' && !declared.startsWith('image/');
    const mediaType = isVague ? 'image/*' : declared;
    return { source: part.source, mediaType, filename: part.filename };
  }
  const { mimeType, data, url, filename } = part;
  const source: ContentSource =
    data === undefined
      ? { type: 'url', value: url ?? '', mimeType }
      : { type: 'data', value: data, mimeType };
  return { source, mediaType: mimeType, filename };
}

async function attachmentParts(
  attachment: Attachment,
  options: ContentPartsOptions,
): Promise<(TextPart | FilePart)[]> {
  const { source } = attachment;
  if (source.type === 'file') {
    const isForeign =
      source.provider !== undefined &&
      providerFamily(source.provider) !== providerFamily(options.provider);
    if (isForeign) return unavailable(attachment, 'it is stored at another provider');
    return [filePart(attachment, { reference: source.value })];
  }
  const { provider } = options;
  if (source.value.startsWith('data:')) {
    return fromBytes(attachment, { ...readDataUrl(source.value), provider });
  }
  if (source.type === 'data') {
    return fromBytes(attachment, { data: fromBase64(source.value), provider });
  }
  const url = URL.canParse(source.value) ? new URL(source.value) : null;
  if (url === null) {
    options.logger.warn('An attachment with a malformed URL is left out.');
    return [];
  }
  if (supportsUrl(options.supportedUrls, attachment.mediaType, url)) {
    return [filePart(attachment, url)];
  }
  const loaded = await options.load(url);
  if (loaded === null) return unavailable(attachment, 'it could not be loaded');
  return fromBytes(attachment, { ...loaded, provider });
}

function readDataUrl(value: string): Pick<Found, 'data' | 'mediaType'> {
  const comma = value.indexOf(',');
  if (comma === -1) return { data: null };
  const [mediaType, ...parameters] = value.slice('data:'.length, comma).split(';');
  const body = value.slice(comma + 1);
  const isBase64 = parameters.some((parameter) => parameter.trim().toLowerCase() === 'base64');
  return { data: isBase64 ? fromBase64(percentDecoded(body)) : utf8(body), mediaType };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(percentDecoded(text));
}

interface Found {
  readonly data: Uint8Array | null;
  /** What the place of the file says of it. */
  readonly mediaType?: string | undefined;
  readonly provider: string;
}

function fromBytes(attachment: Attachment, found: Found): (TextPart | FilePart)[] {
  const { data, provider } = found;
  if (data === null || data.length === 0) return unavailable(attachment, 'it could not be read');
  const mediaType = refineMediaType(attachment.mediaType, found.mediaType, data);
  if (isReadableText(mediaType)) {
    const text = new TextDecoder().decode(data);
    const title = attachment.filename === undefined ? '' : `${attachment.filename}:\n`;
    return textPart(title + text);
  }
  if (isVague(mediaType)) return unavailable(attachment, 'its type is not known');
  if (!acceptsMedia(provider, mediaType)) {
    return unavailable(attachment, `this model does not take files of the type ${mediaType}`);
  }
  return [filePart({ ...attachment, mediaType }, data)];
}

function filePart({ mediaType, filename }: Attachment, data: FilePart['data']): FilePart {
  return { type: 'file', mediaType, data, ...(filename === undefined ? {} : { filename }) };
}

function unavailable({ filename }: Attachment, reason: string): TextPart[] {
  const name = filename === undefined ? '' : ` "${filename}"`;
  return [{ type: 'text', text: `[The attached file${name} is not available: ${reason}.]` }];
}
