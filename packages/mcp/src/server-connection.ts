import type { ResolvedConnectOptions } from './connect-options.js';
import { orAbort, startDeadline } from './deadline.js';
import { LATEST_PROTOCOL_VERSION, parseWelcome, type ServerWelcome } from './handshake.js';
import { isRecord } from './is-record.js';
import { METHOD_NOT_FOUND, type RpcMessage } from './json-rpc.js';
import { MCPError } from './mcp-error.js';
import type { MCPConnection, MCPRequestOptions, MCPTool, MCPToolResult } from './mcp-types.js';
import { parseToolResult } from './parse-tool.js';
import { RpcPeer } from './rpc-peer.js';
import type { ServerFetch } from './server-fetch.js';
import { ToolList } from './tool-list.js';
import { SessionLost, type MCPTransport, type TransportListener } from './transport.js';

/** How many pages a server's list of tools may have. */
const MAX_PAGES = 50;

/** What a server is taken for whose session somebody else has opened. */
const UNKNOWN_SERVER: ServerWelcome = {
  protocolVersion: LATEST_PROTOCOL_VERSION,
  serverInfo: { name: '', version: '' },
  capabilities: {},
};

export interface ServerConnectionOptions {
  readonly server: ServerFetch;
  readonly options: ResolvedConnectOptions;
  readonly openTransport: (listener: TransportListener) => MCPTransport;
}

/** A connection: the requests of the protocol over a transport. */
export class ServerConnection implements MCPConnection {
  readonly #server: ServerFetch;
  readonly #options: ResolvedConnectOptions;
  readonly #transport: MCPTransport;
  readonly #peer: RpcPeer;
  #welcome = UNKNOWN_SERVER;
  #closed = false;
  #renewing: Promise<void> | undefined;
  /** How often there was a handshake. */
  #era = 0;

  constructor({ server, options, openTransport }: ServerConnectionOptions) {
    this.#server = server;
    this.#options = options;
    this.#peer = new RpcPeer(options, server, () => this.#transport);
    this.#transport = openTransport({
      onMessage: (message) => this.#receive(message),
      onClosed: (error) => this.#die(error),
      onGap: () => this.#toolsChanged(),
    });
  }

  get serverInfo(): MCPConnection['serverInfo'] {
    return this.#welcome.serverInfo;
  }

  get capabilities(): MCPConnection['capabilities'] {
    return this.#welcome.capabilities;
  }

  /** Opens the transport and, unless the session is somebody else's, introduces both sides. */
  async open(signal: AbortSignal, hasSession: boolean): Promise<void> {
    await this.#transport.start(signal);
    if (!hasSession) await this.#shakeHands({ signal, timeoutMs: Infinity });
    if (this.#options.listen) this.#transport.listen();
  }

  async listTools(options: MCPRequestOptions = {}): Promise<readonly MCPTool[]> {
    if (this.#options.listen) this.#transport.listen();
    const deadline = startDeadline({
      clock: this.#options.clock,
      ms: options.timeoutMs ?? this.#options.callTimeoutMs,
      signal: options.signal,
      late: () => this.#server.error('timeout', 'has not listed its tools in time'),
    });
    try {
      return await this.#listPages({ signal: deadline.signal, timeoutMs: Infinity });
    } finally {
      deadline.dispose();
    }
  }

  async #listPages(options: MCPRequestOptions): Promise<readonly MCPTool[]> {
    const list = new ToolList(this.#options.maxAnswerBytes);
    const cursors = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const result = await this.#listPage(cursor, options);
      this.#addTools(list, result['tools']);
      const next = result['nextCursor'];
      if (typeof next !== 'string') return list.tools;
      if (cursors.has(next)) throw this.#server.error('protocol', 'lists the same page again');
      cursors.add(next);
      cursor = next;
    }
    throw this.#server.error('too_large', `lists more than ${MAX_PAGES} pages of tools`);
  }

  async callTool(
    name: string,
    input: unknown,
    options: MCPRequestOptions = {},
  ): Promise<MCPToolResult> {
    const result = await this.request('tools/call', { name, arguments: input }, options);
    const parsed = parseToolResult(result);
    if (parsed === undefined) throw this.#wrong('tools/call');
    return parsed;
  }

  async readResource(uri: string, options: MCPRequestOptions = {}): Promise<unknown> {
    const result = await this.request('resources/read', { uri }, options);
    if (!isRecord(result) || !Array.isArray(result['contents']))
      throw this.#wrong('resources/read');
    return result;
  }

  async request(
    method: string,
    params?: unknown,
    options: MCPRequestOptions = {},
  ): Promise<unknown> {
    return this.#inSession(options, () => this.#peer.request(method, params, options));
  }

  async notify(method: string, params?: unknown, options: MCPRequestOptions = {}): Promise<void> {
    await this.#inSession(options, () => this.#peer.notify(method, params, options));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#peer.end(this.#server.error('closed', 'was left'));
    await this.#transport.close();
  }

  async #listPage(
    cursor: string | undefined,
    options: MCPRequestOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    const params = cursor === undefined ? {} : { cursor };
    try {
      const result = await this.request('tools/list', params, options);
      if (isRecord(result)) return result;
    } catch (error) {
      if (error instanceof MCPError && error.rpcCode === METHOD_NOT_FOUND) return { tools: [] };
      throw error;
    }
    throw this.#wrong('tools/list');
  }

  #addTools(list: ToolList, listed: unknown): void {
    if (!Array.isArray(listed)) throw this.#wrong('tools/list');
    const unusable = (listed as readonly unknown[]).filter((value) => !list.add(value)).length;
    if (unusable > 0) {
      const server = this.#server.address.shown;
      this.#options.logger.warn('An MCP server lists tools that cannot be used', {
        server,
        unusable,
      });
    }
    if (list.isTooLarge) throw this.#server.error('too_large', 'lists more tools than are kept');
  }

  /** In a new session if the server has forgotten this one. While there is none nothing is asked. */
  async #inSession<T>({ signal }: MCPRequestOptions, ask: () => Promise<T>): Promise<T> {
    if (this.#renewing !== undefined) await orAbort(this.#renewing, signal);
    const era = this.#era;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error;
      await orAbort(this.#renew(era), signal);
      return await this.#again(ask);
    }
  }

  /** A session that is lost once more is an error of the server. */
  async #again<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof SessionLost)) throw error;
      throw this.#server.error('server_error', 'does not know its own session', { status: 404 });
    }
  }

  /** One new handshake for all requests that found the session lost. */
  async #renew(era: number): Promise<void> {
    if (era !== this.#era) return;
    this.#renewing ??= this.#shakeHands({ timeoutMs: this.#options.connectTimeoutMs })
      .then(() => this.#toolsChanged())
      .finally(() => {
        this.#renewing = undefined;
      });
    await this.#renewing;
  }

  async #shakeHands(options: MCPRequestOptions): Promise<void> {
    const params = {
      protocolVersion: LATEST_PROTOCOL_VERSION,
      capabilities: this.#options.capabilities,
      clientInfo: this.#options.clientInfo,
    };
    const result = await this.#peer.request('initialize', params, options);
    const welcome = parseWelcome(result);
    if (welcome === undefined) {
      throw this.#server.error('protocol', 'speaks no version of the protocol that is spoken here');
    }
    this.#welcome = welcome;
    this.#transport.setProtocolVersion(welcome.protocolVersion);
    await this.#again(() => this.#peer.notify('notifications/initialized', undefined, options));
    this.#era += 1;
  }

  #receive(message: RpcMessage): void {
    if ('method' in message && message.method === 'notifications/tools/list_changed') {
      this.#toolsChanged();
    }
    this.#peer.receive(message);
  }

  #toolsChanged(): void {
    if (!this.#closed) this.#options.onToolsChanged();
  }

  #die(error: MCPError): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#peer.end(error);
    this.#options.onClosed(error);
  }

  #wrong(method: string): MCPError {
    return this.#server.error('protocol', `answered ${method} with something else`);
  }
}
