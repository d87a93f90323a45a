import type { ResolvedConnectOptions } from './connect-options.js';
import { orAbort } from './deadline.js';
import { parseRpcText, type RpcMessage } from './json-rpc.js';
import { MCPError } from './mcp-error.js';
import { discard, readEvents } from './read-body.js';
import { isEventStream, type ServerFetch } from './server-fetch.js';
import type { MCPTransport, TransportListener } from './transport.js';

/** HTTP and SSE as of 2024-11-05: one stream for all answers, and an address that it names for messages. */
export class SseTransport implements MCPTransport {
  readonly #server: ServerFetch;
  readonly #options: ResolvedConnectOptions;
  readonly #listener: TransportListener;
  readonly #life = new AbortController();
  #endpoint: URL | undefined;
  #version: string | undefined;

  constructor(server: ServerFetch, options: ResolvedConnectOptions, listener: TransportListener) {
    this.#server = server;
    this.#options = options;
    this.#listener = listener;
  }

  async start(signal: AbortSignal): Promise<void> {
    const leave = (): void => this.#life.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      signal.throwIfAborted();
      const response = await this.#open();
      await orAbort(
        new Promise<void>((resolve, reject: (error: unknown) => void) => {
          void this.#read(response, resolve).catch((error: unknown) => {
            reject(error);
            this.#died(error);
          });
        }),
        signal,
      );
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  setProtocolVersion(version: string): void {
    this.#version = version;
  }

  async send(message: RpcMessage, signal: AbortSignal): Promise<void> {
    const response = await this.#server.send({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#version === undefined ? {} : { 'mcp-protocol-version': this.#version }),
      },
      body: JSON.stringify(message),
      signal,
      url: this.#endpoint,
    });
    if (!response.ok) throw await this.#server.failure(response, signal);
    discard(response);
  }

  listen(): void {
    // The one stream tells everything.
  }

  async close(): Promise<void> {
    this.#life.abort(this.#server.error('closed', 'was left'));
  }

  async #open(): Promise<Response> {
    const { signal } = this.#life;
    const response = await this.#server.send({
      method: 'GET',
      headers: { accept: 'text/event-stream' },
      signal,
    });
    if (!response.ok) throw await this.#server.failure(response, signal);
    if (isEventStream(response)) return response;
    discard(response);
    throw this.#server.error('protocol', 'has no stream of events');
  }

  /** Reads until the stream ends, which is an error. */
  async #read(response: Response, onEndpoint: () => void): Promise<void> {
    const { signal } = this.#life;
    for await (const event of readEvents(response, this.#options.maxAnswerBytes, signal)) {
      if (event === 'too_large') throw this.#server.error('too_large', 'sent more than is read');
      if (event.event === 'endpoint' && this.#endpoint === undefined) {
        this.#endpoint = this.#endpointOf(event.data);
        onEndpoint();
      } else if (event.event === 'message' && event.data !== '') {
        this.#deliver(event.data);
      }
    }
    throw this.#server.error('closed', 'ended its stream');
  }

  #endpointOf(text: string): URL {
    const { url } = this.#server.address;
    const endpoint = URL.canParse(text, url) ? new URL(text, url) : undefined;
    const hasCredentials = `${endpoint?.username ?? ''}${endpoint?.password ?? ''}` !== '';
    if (endpoint === undefined || endpoint.origin !== url.origin || hasCredentials) {
      throw this.#server.error('protocol', 'wants messages sent elsewhere, which is not done');
    }
    return endpoint;
  }

  #deliver(text: string): void {
    const messages = parseRpcText(text);
    if (messages === undefined) throw this.#server.error('protocol', 'sent what is not JSON-RPC');
    for (const message of messages) this.#listener.onMessage(message);
  }

  #died(error: unknown): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort(error);
    this.#listener.onClosed(
      error instanceof MCPError ? error : this.#server.error('closed', 'broke off its stream'),
    );
  }
}
