import type { ResolvedConnectOptions } from './connect-options.js';
import { startDeadline, type Deadline } from './deadline.js';
import {
  isAnswer,
  isRequest,
  METHOD_NOT_FOUND,
  type RpcAnswer,
  type RpcMessage,
  type RpcRequest,
} from './json-rpc.js';
import type { MCPError } from './mcp-error.js';
import type { MCPRequestOptions } from './mcp-types.js';
import type { ServerFetch } from './server-fetch.js';
import type { MCPTransport } from './transport.js';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** For messages that nobody waits for, in milliseconds. */
const COURTESY_MS = 3_000;
/** A server that asks more than this at a time gets no answer. */
const MAX_COURTESIES = 16;

/** Matches answers to requests, each of which ends: by its answer, its time limit, the caller's abort, or the end. */
export class RpcPeer {
  readonly #options: ResolvedConnectOptions;
  readonly #server: ServerFetch;
  readonly #transport: () => MCPTransport;
  readonly #pending = new Map<number, Pending>();
  /** Of everything that somebody waits for. */
  readonly #deadlines = new Set<Deadline>();
  #nextId = 1;
  #end: MCPError | undefined;
  #courtesies = 0;

  constructor(options: ResolvedConnectOptions, server: ServerFetch, transport: () => MCPTransport) {
    this.#options = options;
    this.#server = server;
    this.#transport = transport;
  }

  /** Rejects with `MCPError`, `SessionLost`, or the reason of the caller's signal. */
  async request(method: string, params: unknown, options: MCPRequestOptions): Promise<unknown> {
    if (this.#end !== undefined) throw this.#end;
    const id = this.#nextId++;
    const deadline = this.#startDeadline(options, `has not answered ${shown(method)} in time`);
    const { signal } = deadline;
    const leave = (): void => {
      this.#pending.get(id)?.reject(signal.reason);
      if (method !== 'initialize') this.#cancel(id);
    };
    try {
      signal.throwIfAborted();
      signal.addEventListener('abort', leave, { once: true });
      return await new Promise<unknown>((resolve, reject: (error: unknown) => void) => {
        this.#pending.set(id, { resolve, reject });
        this.#send({ jsonrpc: '2.0', id, method, params }, signal, reject);
      });
    } finally {
      signal.removeEventListener('abort', leave);
      this.#pending.delete(id);
      this.#dispose(deadline);
    }
  }

  /** Resolves when the server has taken the message. */
  async notify(method: string, params: unknown, options: MCPRequestOptions): Promise<void> {
    if (this.#end !== undefined) throw this.#end;
    const deadline = this.#startDeadline(options, 'has not taken a message in time');
    try {
      deadline.signal.throwIfAborted();
      await this.#transport().send({ jsonrpc: '2.0', method, params }, deadline.signal);
    } finally {
      this.#dispose(deadline);
    }
  }

  /** Takes a message of the server; answers its requests: `ping` with nothing, others with a refusal. */
  receive(message: RpcMessage): void {
    if (isAnswer(message)) this.#settle(message);
    else if (isRequest(message)) this.#refuse(message);
  }

  /** Ends everything that waits, and refuses what comes. */
  end(error: MCPError): void {
    this.#end ??= error;
    for (const deadline of this.#deadlines) deadline.abort(error);
  }

  #startDeadline({ timeoutMs, signal }: MCPRequestOptions, words: string): Deadline {
    const { clock, callTimeoutMs } = this.#options;
    const late = (): MCPError => this.#server.error('timeout', words);
    const deadline = startDeadline({ clock, ms: timeoutMs ?? callTimeoutMs, signal, late });
    this.#deadlines.add(deadline);
    return deadline;
  }

  #dispose(deadline: Deadline): void {
    this.#deadlines.delete(deadline);
    deadline.dispose();
  }

  #send(message: RpcRequest, signal: AbortSignal, reject: (error: unknown) => void): void {
    void this.#transport().send(message, signal).catch(reject);
  }

  #settle({ id, result, error }: RpcAnswer): void {
    const pending = typeof id === 'number' ? this.#pending.get(id) : undefined;
    if (pending === undefined) {
      this.#options.logger.debug('An MCP server answered something that nobody waits for', {
        server: this.#server.address.shown,
      });
      return;
    }
    if (error === undefined) pending.resolve(result);
    else pending.reject(this.#refusal(error));
  }

  #refusal({ code, message }: { readonly code: number; readonly message: string }): MCPError {
    const words = this.#server.hide(message);
    return this.#server.error('server_error', `answered with error ${code}: ${words}`, {
      rpcCode: code,
    });
  }

  #refuse({ id, method }: RpcRequest): void {
    const answer: RpcAnswer =
      method === 'ping'
        ? { jsonrpc: '2.0', id, result: {} }
        : { jsonrpc: '2.0', id, error: { code: METHOD_NOT_FOUND, message: 'Method not found' } };
    this.#courtesy(answer);
  }

  #cancel(requestId: number): void {
    if (this.#end !== undefined) return;
    const params = { requestId, reason: 'The caller has left' };
    this.#courtesy({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
  }

  /** Also while the connection ends: it takes no longer than that. */
  #courtesy(message: RpcMessage): void {
    if (this.#courtesies === MAX_COURTESIES) return;
    this.#courtesies += 1;
    const late = (): MCPError => this.#server.error('timeout', 'has not taken a message in time');
    const deadline = startDeadline({ clock: this.#options.clock, ms: COURTESY_MS, late });
    void this.#transport()
      .send(message, deadline.signal)
      .catch(() => undefined)
      .finally(() => {
        this.#courtesies -= 1;
        deadline.dispose();
      });
  }
}

/** A method's name is the caller's; it is shown if it looks like one. */
function shown(method: string): string {
  return /^[\w/.-]{1,64}$/.test(method) ? method : 'a request';
}
