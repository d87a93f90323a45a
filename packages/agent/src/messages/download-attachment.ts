import { AttachmentError, type DownloadedAttachment } from './attachment-loader.js';
import { readCapped } from './read-capped.js';
import { refusedHost } from './refused-host.js';

export interface DownloadOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Ends the download with the run. */
  readonly signal: AbortSignal;
  /** @default 20971520 */
  readonly maxBytes?: number | undefined;
  /** Milliseconds for the whole download, redirects among them. @default 30000 */
  readonly timeoutMs?: number | undefined;
  /**
   * The addresses of a host name. Without it only literal addresses and names that are known to be
   * local are refused: a public name that leads to a private address is not recognised.
   */
  readonly resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
}

const MAX_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Loads a file that a message of the browser names, so that the browser cannot make the server read
 * what only the server may: http and https only, no credentials, no private, loopback, link-local or
 * otherwise special address at any hop, at most 5 redirects, a limit of size and time.
 *
 * @throws {AttachmentError} for what is refused, and what `fetch` throws
 */
export async function downloadAttachment(
  url: URL,
  options: DownloadOptions,
): Promise<DownloadedAttachment> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const signal = AbortSignal.any([options.signal, timeout]);
  let target = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    await refuseUnsafe(target, options, signal);
    const response = await options.fetch(target, {
      redirect: 'manual',
      signal,
      credentials: 'omit',
    });
    const next = redirectTarget(response, target);
    if (next === null) return read(response, options.maxBytes ?? MAX_BYTES);
    await response.body?.cancel();
    target = next;
  }
  throw new AttachmentError(`More than ${String(MAX_REDIRECTS)} redirects.`);
}

async function refuseUnsafe(
  url: URL,
  { resolve }: DownloadOptions,
  signal: AbortSignal,
): Promise<void> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AttachmentError(`URLs of the scheme "${url.protocol}" are not loaded.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new AttachmentError('URLs with credentials are not loaded.');
  }
  if (refusedHost(url.hostname)) throw new AttachmentError('The URL leads into a private network.');
  if (resolve === undefined) return;
  const addresses = await resolve(url.hostname);
  signal.throwIfAborted();
  if (addresses.length === 0 || addresses.some(refusedHost)) {
    throw new AttachmentError('The URL leads into a private network.');
  }
}

function redirectTarget(response: Response, base: URL): URL | null {
  const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
  if (location === null) return null;
  if (!URL.canParse(location, base)) throw new AttachmentError('The redirect is malformed.');
  return new URL(location, base);
}

async function read(response: Response, maxBytes: number): Promise<DownloadedAttachment> {
  if (!response.ok) {
    await response.body?.cancel();
    throw new AttachmentError(`The server of the file answered ${String(response.status)}.`);
  }
  const data = await readCapped(response, maxBytes);
  const mediaType = response.headers.get('content-type')?.split(';', 1)[0]?.trim();
  return mediaType === undefined || mediaType === '' ? { data } : { data, mediaType };
}
