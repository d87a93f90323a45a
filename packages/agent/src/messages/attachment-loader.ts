import type { AgentLogger } from '../options/agent-options.js';

/** What a URL was found to hold. */
export interface DownloadedAttachment {
  readonly data: Uint8Array;
  /** Of the response, without parameters. */
  readonly mediaType?: string | undefined;
}

/** Why a file is not loaded, in words that name neither path nor query. */
export class AttachmentError extends Error {
  override readonly name = 'AttachmentError';
}

export type DownloadAttachment = (url: URL) => Promise<DownloadedAttachment>;

/** Downloads of one prompt: a request must not make the server fetch without end. */
export const MAX_DOWNLOADS = 32;
const MAX_PARALLEL = 4;

/** Loads each URL of one prompt once, a few at a time; `null` for what cannot be loaded. Never rejects. */
export type AttachmentLoader = (url: URL) => Promise<DownloadedAttachment | null>;

export function createAttachmentLoader(
  download: DownloadAttachment,
  logger: Pick<AgentLogger, 'warn'>,
): AttachmentLoader {
  const started = new Map<string, Promise<DownloadedAttachment | null>>();
  const waiting: (() => void)[] = [];
  let active = 0;

  async function load(url: URL): Promise<DownloadedAttachment | null> {
    // Slots are handed over, not freed, so that nobody can slip in between.
    if (active < MAX_PARALLEL) active += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await download(url);
    } catch (error) {
      // Messages of other errors may hold the whole URL.
      const reason = error instanceof AttachmentError ? error.message : nameOf(error);
      logger.warn('An attachment could not be loaded.', { host: url.host, reason });
      return null;
    } finally {
      const next = waiting.shift();
      if (next === undefined) active -= 1;
      else next();
    }
  }

  return (url) => {
    const known = started.get(url.href);
    if (known !== undefined) return known;
    if (started.size >= MAX_DOWNLOADS) {
      logger.warn('An attachment is not loaded: the history has too many.', { host: url.host });
      return Promise.resolve(null);
    }
    const loading = load(url);
    started.set(url.href, loading);
    return loading;
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
