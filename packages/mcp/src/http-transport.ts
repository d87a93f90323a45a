import type { ResolvedConnectOptions } from './connect-options.js';
import { MCPError } from './mcp-error.js';
import { startDeadline } from './deadline.js';
import { isAnswer, isRequest, parseRpcText, type RpcId, type RpcMessage } from './json-rpc.js';
import { discard, readEvents, readText } from './read-body.js';
import { isEventStream, isJson, type ServerFetch } from './server-fetch.js';
import { SessionLost, type MCPTransport, type TransportListener } from './transport.js';

/** How long the end of a session may take, in milliseconds. */
const END_MS = 3_000;
/** How often an answer whose stream broke off is asked for again. */
const MAX_RESUMES = 3;
const RESUME_AFTER_MS = 500;

export interface HttpTransportOptions {
  readonly server: ServerFetch;
  readonly options: ResolvedConnectOptions;
  readonly listener: TransportListener;
  /** Of a session that somebody else has opened: it is used and not ended. */
  readonly sessionId?: string | undefined;
}

/** Streamable HTTP: each message is a POST, answered by JSON or by a stream of events. */
export class HttpTransport implements MCPTransport {
  readonly #server: ServerFetch;
  readonly #options: ResolvedConnectOptions;
  readonly #listener: TransportListener;
  readonly #life = new AbortController();
  #session: string | undefined;
  #ownsSession = false;
  #version: string | undefined;
  #listening = false;
  #canListen = true;

  constructor({ server, options, listener, sessionId }: HttpTransportOptions) {
    this.#server = server;
    this.#options = options;
    this.#listener = listener;
    this.#session = sessionId;
  }

  async start(): Promise<void> {
    // The first message opens the session.
  }

  setProtocolVersion(version: string): void {
    this.#version = version;
  }

  async send(message: RpcMessage, signal: AbortSignal): Promise<void> {
    const opens = isRequest(message) && message.method === 'initialize';
    if (opens) this.#forgetSession();
    const session = this.#session;
    const response = await this.#server.send({
      method: 'POST',
      headers: {
        ...this.#headers('application/json, text/event-stream'),
        'content-type': 'application/json',
      },
      body: JSON.stringify(message),
      signal,
    });
    await this.#check(response, session, signal);
    if (opens) this.#openSession(response);
    if (isRequest(message)) await this.#readAnswer(response, message.id, signal);
    else discard(response);
  }

  listen(): void {
    if (this.#listening || !this.#canListen || this.#life.signal.aborted) return;
    this.#listening = true;
    void this.#listenOnce()
      .catch(() => undefined)
      .finally(() => {
        this.#listening = false;
      });
  }

  async close(): Promise<void> {
    if (this.#life.signal.aborted) return;
    const session = this.#ownsSession ? this.#session : undefined;
    this.#life.abort(this.#server.error('closed', 'was left'));
    if (session === undefined) return;
    const late = (): Error => this.#server.error('timeout', 'did not end the session in time');
    const deadline = startDeadline({ clock: this.#options.clock, ms: END_MS, late });
    try {
      discard(
        await this.#server.send({
          method: 'DELETE',
          headers: this.#headers('application/json'),
          signal: deadline.signal,
        }),
      );
    } catch {
      // The session ends by itself, some time.
    } finally {
      deadline.dispose();
    }
  }

  #forgetSession(): void {
    this.#session = undefined;
    this.#ownsSession = false;
    this.#version = undefined;
  }

  #openSession(response: Response): void {
    this.#session = response.headers.get('mcp-session-id') ?? undefined;
    this.#ownsSession = true;
  }

  #headers(accept: string): Record<string, string> {
    return {
      accept,
      ...(this.#session === undefined ? {} : { 'mcp-session-id': this.#session }),
      ...(this.#version === undefined ? {} : { 'mcp-protocol-version': this.#version }),
    };
  }

  async #check(
    response: Response,
    session: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (response.ok) return;
    if (response.status === 404 && session !== undefined) {
      discard(response);
      throw new SessionLost();
    }
    throw await this.#server.failure(response, signal);
  }

  async #readAnswer(first: Response, id: RpcId, signal: AbortSignal): Promise<void> {
    if (isJson(first)) return this.#readJsonAnswer(first, id, signal);
    if (!isEventStream(first)) {
      discard(first);
      throw this.#server.error('protocol', 'answers with neither JSON nor a stream of events');
    }
    let response = first;
    for (let resumes = 0; ; resumes += 1) {
      const { answered, lastEventId } = await this.#readStream(response, signal, id);
      if (answered) return;
      if (lastEventId === undefined || resumes === MAX_RESUMES) {
        throw this.#server.error('protocol', 'ended its answer before it was complete');
      }
      await this.#pause(signal);
      response = await this.#openStream(signal, lastEventId);
    }
  }

  async #readJsonAnswer(response: Response, id: RpcId, signal: AbortSignal): Promise<void> {
    const body = await this.#reading(
      () => readText(response, this.#options.maxAnswerBytes, signal),
      signal,
    );
    if (body === 'too_large') throw this.#tooLarge();
    const messages = parseRpcText(body.text);
    if (messages === undefined) throw this.#server.error('protocol', 'sent what is not JSON-RPC');
    for (const message of messages) this.#listener.onMessage(message);
    if (!messages.some((message) => isAnswer(message) && message.id === id)) {
      throw this.#server.error('protocol', 'answered something that was not asked');
    }
  }

  /** Reads until the stream ends or, where one is awaited, the answer has come. */
  async #readStream(
    response: Response,
    signal: AbortSignal,
    id?: RpcId,
  ): Promise<{ readonly answered: boolean; readonly lastEventId: string | undefined }> {
    let lastEventId: string | undefined;
    try {
      for await (const event of readEvents(response, this.#options.maxAnswerBytes, signal)) {
        if (event === 'too_large') throw this.#tooLarge();
        lastEventId = event.id ?? lastEventId;
        if (event.data === '' || event.event !== 'message') continue;
        if (this.#deliver(event.data, id)) return { answered: true, lastEventId };
      }
    } catch (error) {
      if (signal.aborted || error instanceof MCPError) throw error;
      if (lastEventId === undefined) throw this.#server.error('connect_failed', 'broke off');
    }
    return { answered: false, lastEventId };
  }

  #deliver(text: string, id: RpcId | undefined): boolean {
    const messages = parseRpcText(text);
    if (messages === undefined) throw this.#server.error('protocol', 'sent what is not JSON-RPC');
    for (const message of messages) this.#listener.onMessage(message);
    return id !== undefined && messages.some((message) => isAnswer(message) && message.id === id);
  }

  async #reading<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (signal.aborted || error instanceof MCPError) throw error;
      throw this.#server.error('connect_failed', 'broke off');
    }
  }

  async #openStream(signal: AbortSignal, lastEventId?: string): Promise<Response> {
    const session = this.#session;
    const resumed = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const response = await this.#server.send({
      method: 'GET',
      headers: { ...this.#headers('text/event-stream'), ...resumed },
      signal,
    });
    await this.#check(response, session, signal);
    if (isEventStream(response)) return response;
    discard(response);
    throw this.#server.error('protocol', 'has no stream of events');
  }

  async #listenOnce(): Promise<void> {
    const { signal } = this.#life;
    let response: Response;
    try {
      response = await this.#openStream(signal);
    } catch {
      // A server need not have such a stream.
      this.#canListen = false;
      return;
    }
    await this.#readStream(response, signal).catch(() => undefined);
    if (!signal.aborted) this.#listener.onGap();
  }

  async #pause(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        cancel();
        reject(signal.reason as Error);
      };
      const cancel = this.#options.clock.after(RESUME_AFTER_MS, () => {
        signal.removeEventListener('abort', leave);
        resolve();
      });
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #tooLarge(): Error {
    return this.#server.error('too_large', 'sent more than is read');
  }
}
