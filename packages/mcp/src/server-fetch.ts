import type { ResolvedConnectOptions } from './connect-options.js';
import { orAbort } from './deadline.js';
import { isRecord } from './is-record.js';
import { MCPError } from './mcp-error.js';
import type { MCPAuthProvider, MCPServerConfig } from './mcp-types.js';
import { parseRpcText } from './json-rpc.js';
import { discard, readText } from './read-body.js';
import { parseServerAddress, type ServerAddress } from './server-address.js';
import { serverHeaders } from './server-headers.js';
import { serverText } from './server-text.js';

export interface ServerRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** @default the server's address */
  readonly url?: URL | undefined;
}

const MAX_REDIRECTS = 3;
const REDIRECTS_WITH_BODY: readonly number[] = [307, 308];
/** Headers beside the configured ones that are like keys. */
const SECRET_HEADERS = ['authorization', 'mcp-session-id'];
const MAX_ERROR_BYTES = 64 * 1024;

/** Requests to one server with all that its configuration adds to them. Nothing goes to another origin. */
export class ServerFetch {
  readonly address: ServerAddress;
  readonly #headers: Headers;
  /** What was sent last and must never be shown. */
  readonly #secrets: Headers;
  readonly #init: RequestInit;
  readonly #auth: MCPAuthProvider | undefined;
  readonly #fetch: typeof globalThis.fetch;

  /** @throws MCPError for an address or headers that cannot be used */
  constructor(config: MCPServerConfig, options: ResolvedConnectOptions) {
    this.address = parseServerAddress(config.url);
    this.#headers = serverHeaders(config);
    this.#secrets = new Headers(this.#headers);
    const extra = config.type === 'http' ? config.options : undefined;
    this.#init = extra?.requestInit ?? {};
    this.#auth = extra?.authProvider;
    this.#fetch = config.fetch ?? extra?.fetch ?? options.fetch;
  }

  /** The response, whatever its status, after redirects within the origin. */
  async send(request: ServerRequest): Promise<Response> {
    const headers = await this.#headersOf(request);
    let url = request.url ?? this.address.url;
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.#once(url, request, headers);
      if (!isRedirect(response)) return response;
      discard(response);
      url = this.#redirected(response, url, request.method);
      if (redirects === MAX_REDIRECTS) throw this.error('connect_failed', 'redirects too often');
    }
  }

  /** What a response with an error status means. Reads its body. */
  async failure(response: Response, signal: AbortSignal): Promise<MCPError> {
    const { status } = response;
    if (status === 401 || status === 403) {
      discard(response);
      return this.error('unauthorized', `refuses the request with status ${status}`, { status });
    }
    const said = await this.#rpcErrorOf(response, signal);
    const words = said === undefined ? '' : `: ${said.message}`;
    const rpcCode = said?.code;
    return this.error('server_error', `answered with status ${status}${words}`, {
      status,
      rpcCode,
    });
  }

  error(
    code: MCPError['code'],
    words: string,
    details?: ConstructorParameters<typeof MCPError>[2],
  ): MCPError {
    return new MCPError(code, `The MCP server at ${this.address.shown} ${words}`, details);
  }

  /** Words of the server, without the headers and the query that it was sent. */
  hide(text: string): string {
    return serverText(text, this.#secrets, this.address.url);
  }

  async #once(url: URL, request: ServerRequest, headers: Headers): Promise<Response> {
    const { method, body, signal } = request;
    const init: RequestInit = {
      ...this.#init,
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    };
    let fetching: Promise<Response> | undefined;
    try {
      fetching = this.#fetch(url, init);
      return await orAbort(fetching, signal);
    } catch (error) {
      // A `fetch` of the caller's may ignore the signal and come back later.
      if (signal.aborted) {
        void fetching?.then(discard).catch(() => undefined);
        throw signal.reason;
      }
      throw this.error('connect_failed', `cannot be reached${causeOf(error)}`);
    }
  }

  #redirected(response: Response, from: URL, method: string): URL {
    const location = response.headers.get('location');
    const target = location === null ? undefined : resolveUrl(location, from);
    const keepsMethod = method === 'GET' || REDIRECTS_WITH_BODY.includes(response.status);
    if (target === undefined || !keepsMethod || target.origin !== this.address.url.origin) {
      throw this.error('connect_failed', 'redirects elsewhere, which is not followed', {
        status: response.status,
      });
    }
    return target;
  }

  async #headersOf(request: ServerRequest): Promise<Headers> {
    const headers = new Headers(this.#headers);
    const token = headers.has('authorization') ? undefined : await this.#token(request.signal);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(request.headers)) this.#set(headers, name, value);
    for (const name of SECRET_HEADERS) {
      const value = headers.get(name);
      if (value !== null) this.#secrets.set(name, value);
    }
    return headers;
  }

  async #token(signal: AbortSignal): Promise<string | undefined> {
    if (this.#auth === undefined) return undefined;
    try {
      const token: unknown = (await orAbort(Promise.resolve(this.#auth.tokens()), signal))
        ?.access_token;
      if (token === undefined || isHeaderValue(token)) return token;
    } catch {
      if (signal.aborted) throw signal.reason;
      throw this.error('unauthorized', 'cannot be asked: its authProvider has failed');
    }
    throw this.error(
      'unauthorized',
      'cannot be asked: its authProvider gave no token for a header',
    );
  }

  /** What a server wants to have repeated may be fit for no header, of which the host's error would tell everything. */
  #set(headers: Headers, name: string, value: string): void {
    if (!isHeaderValue(value))
      throw this.error('protocol', `wants ${name} to be what it cannot be`);
    headers.set(name, value);
  }

  async #rpcErrorOf(
    response: Response,
    signal: AbortSignal,
  ): Promise<{ readonly message: string; readonly code: number } | undefined> {
    if (!isJson(response)) {
      discard(response);
      return undefined;
    }
    const text = await readText(response, MAX_ERROR_BYTES, signal).catch(() => undefined);
    const read = text === undefined || text === 'too_large' ? undefined : parseRpcText(text.text);
    const [answer] = read ?? [];
    const error = answer !== undefined && 'error' in answer ? answer.error : undefined;
    return error && { code: error.code, message: this.hide(error.message) };
  }
}

/** Whether a response says that its body is JSON. */
export function isJson(response: Response): boolean {
  return mediaTypeOf(response) === 'application/json';
}

/** Whether a response says that its body is a stream of events. */
export function isEventStream(response: Response): boolean {
  return mediaTypeOf(response) === 'text/event-stream';
}

function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\t\x20-\x7E\x80-\xFF]*$/.test(value);
}

function mediaTypeOf(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

function isRedirect(response: Response): boolean {
  const { status, type } = response;
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);
}

function resolveUrl(location: string, from: URL): URL | undefined {
  return URL.canParse(location, from) ? new URL(location, from) : undefined;
}

/** The system's word for why a connection failed: `ECONNREFUSED` and the like, never a text. */
function causeOf(error: unknown): string {
  const cause = isRecord(error) ? error['cause'] : undefined;
  const code = isRecord(cause) ? cause['code'] : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? ` (${code})` : '';
}
