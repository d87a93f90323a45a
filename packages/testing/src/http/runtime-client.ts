import { withDeadline } from '../support/with-deadline.js';

/** How requests reach a runtime: REST paths, or envelopes to the base path. */
export type Transport = 'rest' | 'single';

export type FetchFunction = (url: string, init?: RequestInit) => Promise<Response>;

export interface RuntimeClientOptions {
  /** URL of the base path. */
  readonly baseUrl: string;
  readonly transport?: Transport;
  readonly fetch?: FetchFunction;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const AGENT_STREAMS = { run: 'run', connect: 'connect', suggest: 'suggest' } as const;

/** Speaks one transport to a runtime, byte for byte as clients do. */
export class RuntimeClient {
  readonly transport: Transport;
  readonly baseUrl: string;
  readonly #fetch: FetchFunction;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ baseUrl, transport = 'rest', fetch: send, headers = {} }: RuntimeClientOptions) {
    this.baseUrl = baseUrl;
    this.transport = transport;
    this.#fetch = send ?? ((url, init) => fetch(url, init));
    this.#headers = headers;
  }

  /** The same client with other or further headers. */
  withHeaders(headers: Readonly<Record<string, string>>): RuntimeClient {
    return new RuntimeClient({
      baseUrl: this.baseUrl,
      transport: this.transport,
      fetch: this.#fetch,
      headers: { ...this.#headers, ...headers },
    });
  }

  /** Any request; `path` is below the base path. */
  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.#headers, ...(init.headers as Record<string, string> | undefined) };
    return this.#fetch(`${this.baseUrl}${path}`, { ...init, headers });
  }

  info(options?: CallOptions): Promise<Response> {
    if (this.transport === 'single') return this.envelope({ method: 'info' }, options);
    return this.request('/info', { ...options });
  }

  run(agentId: string, body: unknown, options?: CallOptions): Promise<Response> {
    return this.#stream(AGENT_STREAMS.run, agentId, body, options);
  }

  connect(agentId: string, body: unknown, options?: CallOptions): Promise<Response> {
    return this.#stream(AGENT_STREAMS.connect, agentId, body, options);
  }

  suggest(agentId: string, body: unknown, options?: CallOptions): Promise<Response> {
    return this.#stream(AGENT_STREAMS.suggest, agentId, body, options);
  }

  /** Stops a thread; `body` is left out when `undefined`, as older clients do. */
  stop(
    agentId: string,
    threadId: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<Response> {
    if (this.transport === 'rest') {
      const path = `/agent/${encodeURIComponent(agentId)}/stop/${encodeURIComponent(threadId)}`;
      return this.#post(path, body, options);
    }
    const params = { agentId, threadId };
    const envelope = { method: 'agent/stop', params, ...(body === undefined ? {} : { body }) };
    return this.envelope(envelope, options);
  }

  /** Sends a recording as JSON. */
  transcribe(body: unknown, options?: CallOptions): Promise<Response> {
    if (this.transport === 'rest') return this.#post('/transcribe', body, options);
    return this.envelope({ method: 'transcribe', body }, options);
  }

  /** A thread route: `path` such as `/threads/a/messages`, with its query. */
  resource(verb: string, path: string, body?: unknown, options?: CallOptions): Promise<Response> {
    if (this.transport === 'single') {
      const params = { path, httpMethod: verb };
      const envelope = { method: 'resource/request', params };
      return this.envelope(body === undefined ? envelope : { ...envelope, body }, options);
    }
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json', ...options?.headers };
    return this.request(path, {
      ...options,
      method: verb,
      ...json,
      headers: body === undefined ? { ...options?.headers } : headers,
    });
  }

  /** An envelope to the base path. */
  envelope(envelope: unknown, options?: CallOptions): Promise<Response> {
    return this.#post('', envelope, options);
  }

  #stream(
    method: keyof typeof AGENT_STREAMS,
    agentId: string,
    body: unknown,
    options: CallOptions | undefined,
  ): Promise<Response> {
    const headers = { accept: 'text/event-stream', ...options?.headers };
    if (this.transport === 'rest') {
      const path = `/agent/${encodeURIComponent(agentId)}/${method}`;
      return this.#post(path, body, { ...options, headers });
    }
    const envelope = { method: `agent/${method}`, params: { agentId }, body };
    return this.envelope(envelope, { ...options, headers });
  }

  #post(path: string, body: unknown, options: CallOptions = {}): Promise<Response> {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json', ...options.headers };
    return this.request(path, { ...options, method: 'POST', ...text, headers });
  }
}

/** The JSON body of a response with the expected status. */
export async function jsonOf(response: Response, status = 200): Promise<Record<string, unknown>> {
  const type = response.headers.get('content-type') ?? '';
  // A stream that nobody expected may never end.
  if (type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    throw new Error(`Expected JSON with status ${status}, got an event stream`);
  }
  const text = await withDeadline(response.text(), 'the body of a response');
  if (response.status !== status) {
    throw new Error(`Expected status ${status}, got ${response.status}: ${text}`);
  }
  return JSON.parse(text) as Record<string, unknown>;
}
