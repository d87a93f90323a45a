import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createGate, type Gate } from '../agents/gate.js';
import { listenOnLoopback, type LoopbackServer } from '../http/serve-fetch-handler.js';
import { bendAnswer, playResponseFault, type McpFault } from './mcp-fault.js';
import { answerOf, recordOf, type McpTestServerOptions, type Message } from './mcp-test-answers.js';
import type { McpTestTool } from './mcp-test-tool.js';

/** A request as the server got it. */
export interface McpTestRequest {
  readonly httpMethod: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The method of the message; absent for answers, and for requests without a message. */
  readonly method: string | undefined;
  readonly message: Readonly<Record<string, unknown>> | undefined;
}

/** An MCP server on loopback that does what a test says: `/mcp` for streamable HTTP, `/sse` for the older transport. */
export class McpTestServer {
  readonly requests: McpTestRequest[] = [];
  /** Sessions of streamable HTTP that are open. */
  readonly sessions = new Set<string>();
  tools: readonly McpTestTool[];
  readonly #options: McpTestServerOptions;
  readonly #faults = new Map<string, McpFault>();
  readonly #gates = new Map<string, Gate>();
  /** Streams on which clients listen, by session. */
  readonly #streams = new Map<string, ServerResponse>();
  /** Answers whose streams broke off, by the id that fetches them. */
  readonly #unsent = new Map<string, readonly Message[]>();
  #server: LoopbackServer | undefined;

  private constructor(options: McpTestServerOptions) {
    this.#options = options;
    this.tools = options.tools ?? [];
  }

  static async start(options: McpTestServerOptions = {}): Promise<McpTestServer> {
    const server = new McpTestServer(options);
    server.#server = await listenOnLoopback(
      createServer((request, response) => {
        void server.#handle(request, response).catch(() => response.destroy());
      }),
    );
    return server;
  }

  get origin(): string {
    if (this.#server === undefined) throw new Error('The server has not been started');
    return this.#server.origin;
  }

  get url(): string {
    return `${this.origin}/mcp`;
  }

  get sseUrl(): string {
    return `${this.origin}/sse`;
  }

  /** Streams that are open for what the server says unasked. */
  get openStreams(): number {
    return this.#streams.size;
  }

  /** Misbehaves at messages of this method, `stream` for a GET, `end` for a DELETE, until it is told otherwise. */
  fail(method: string, fault: McpFault | undefined): void {
    if (fault === undefined) this.#faults.delete(method);
    else this.#faults.set(method, fault);
  }

  /** Answers messages of this method only once the gate is open. */
  hold(method: string): Gate {
    const gate = createGate();
    this.#gates.set(method, gate);
    return gate;
  }

  /** The requests with messages of this method. */
  received(method: string): readonly McpTestRequest[] {
    return this.requests.filter((request) => request.method === method);
  }

  /** Forgets every session, as a restart does. */
  forgetSessions(): void {
    this.sessions.clear();
  }

  /** Says something to everybody who listens. */
  say(message: Message): void {
    for (const stream of this.#streams.values()) writeEvent(stream, message);
  }

  /** Cuts or ends the streams of those who listen. */
  dropStreams(how: 'cut' | 'end' = 'cut'): void {
    for (const stream of this.#streams.values()) {
      if (how === 'end') stream.end();
      else stream.destroy();
    }
  }

  async close(): Promise<void> {
    for (const gate of this.#gates.values()) gate.open();
    await this.#server?.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    const message = await readMessage(request);
    const method = typeof message?.['method'] === 'string' ? message['method'] : undefined;
    const { headers } = request;
    this.requests.push({ httpMethod: request.method ?? '', path, headers, method, message });
    const fault = this.#faults.get(faultKeyOf(request, method));
    if (fault === 'echo-headers') echoHeaders(request, response, message?.['id']);
    // A moved server works where it moved to.
    else if (fault === 'redirect-home' && path === '/moved')
      await this.#take(request, response, message);
    else if (fault === undefined || !playResponseFault(fault, response)) {
      await this.#take(request, response, message);
    }
  }

  async #take(
    request: IncomingMessage,
    response: ServerResponse,
    message: Message | undefined,
  ): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    if (path === '/sse') this.#openSse(request, response);
    else if (path === '/messages') await this.#takeSseMessage(request, response, message);
    else await this.#takeHttpRequest(request, response, message);
  }

  async #takeHttpRequest(
    request: IncomingMessage,
    response: ServerResponse,
    message: Message | undefined,
  ): Promise<void> {
    const session = request.headers['mcp-session-id'];
    const opens = message?.['method'] === 'initialize';
    const hasSessions = this.#options.sessions !== false;
    if (hasSessions && !opens && (typeof session !== 'string' || !this.sessions.has(session))) {
      response.writeHead(session === undefined ? 400 : 404).end();
    } else if (request.method === 'DELETE') {
      this.sessions.delete(String(session));
      response.writeHead(204).end();
    } else if (request.method === 'GET') {
      this.#openStream(response, String(session));
      this.#resume(response, request.headers['last-event-id']);
    } else if (message !== undefined) {
      await this.#answerHttp(response, message, hasSessions && opens);
    } else {
      response.writeHead(400).end();
    }
  }

  async #answerHttp(response: ServerResponse, message: Message, opens: boolean): Promise<void> {
    const answers = await this.#answersTo(message);
    if (opens) {
      const session = randomUUID();
      this.sessions.add(session);
      response.setHeader('mcp-session-id', session);
    }
    if (answers.length === 0) {
      response.writeHead(202).end();
    } else if (this.#faults.get(String(message['method'])) === 'break-off') {
      this.#breakOff(response, answers);
    } else if (this.#options.answers === 'sse') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const answer of answers) writeEvent(response, answer);
      response.end();
    } else {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers.length === 1 ? answers[0] : answers));
    }
  }

  #breakOff(response: ServerResponse, answers: readonly Message[]): void {
    const eventId = randomUUID();
    this.#unsent.set(eventId, answers);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`id: ${eventId}\ndata:\n\n`, () => response.destroy());
  }

  #resume(response: ServerResponse, lastEventId: string | string[] | undefined): void {
    for (const answer of this.#unsent.get(String(lastEventId)) ?? []) writeEvent(response, answer);
  }

  #openStream(response: ServerResponse, session: string): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    this.#streams.set(session, response);
    response.once('close', () => this.#streams.delete(session));
  }

  #openSse(request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'GET') {
      response.writeHead(405).end();
      return;
    }
    const session = randomUUID();
    this.#openStream(response, session);
    const endpoint = this.#options.endpoint ?? `/messages?session=${session}`;
    response.write(`event: endpoint\ndata: ${endpoint}\n\n`);
  }

  async #takeSseMessage(
    request: IncomingMessage,
    response: ServerResponse,
    message: Message | undefined,
  ): Promise<void> {
    const session = new URL(request.url ?? '/', this.origin).searchParams.get('session') ?? '';
    const stream = this.#streams.get(session);
    response.writeHead(stream === undefined || message === undefined ? 404 : 202).end();
    if (stream === undefined || message === undefined) return;
    for (const answer of await this.#answersTo(message)) writeEvent(stream, answer);
  }

  async #answersTo(message: Message): Promise<readonly Message[]> {
    const { id, method } = message;
    if (typeof method !== 'string' || id === undefined) return [];
    await this.#gates.get(method)?.opened;
    return bendAnswer(this.#faults.get(method), {
      jsonrpc: '2.0',
      id,
      ...answerOf(method, recordOf(message['params']), this.tools, this.#options),
    });
  }
}

function faultKeyOf(request: IncomingMessage, method: string | undefined): string {
  if (request.method === 'GET') return 'stream';
  return request.method === 'DELETE' ? 'end' : (method ?? 'answer');
}

async function readMessage(request: IncomingMessage): Promise<Message | undefined> {
  let body = '';
  request.setEncoding('utf8').on('data', (piece: string) => {
    body += piece;
  });
  await once(request, 'end');
  return body === '' ? undefined : recordOf(JSON.parse(body) as unknown);
}

function echoHeaders(request: IncomingMessage, response: ServerResponse, id: unknown): void {
  const error = { code: -32_000, message: `Refused: ${request.rawHeaders.join(' ')}` };
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error }));
}

function writeEvent(response: ServerResponse, message: Message): void {
  response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}
