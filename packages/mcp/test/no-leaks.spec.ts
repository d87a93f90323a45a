import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { listenOnLoopback, until, withDeadline, type LoopbackServer } from '@flightdeck/testing';
import { createMCPPool, type MCPServerConfig } from '../src/index.js';
import { Opened, rejectionOf } from './with-server.js';

/** A server that takes calls of tools and answers no HTTP request that brings one. */
class HangingServer {
  /** Requests that are without an answer. */
  hanging = 0;
  answersBeside = false;
  #stream: ServerResponse | undefined;
  #server: LoopbackServer | undefined;

  static async start(): Promise<HangingServer> {
    const server = new HangingServer();
    server.#server = await listenOnLoopback(
      createServer((request, response) => {
        void server.#take(request, response).catch(() => response.destroy());
      }),
    );
    return server;
  }

  config(type: 'http' | 'sse'): MCPServerConfig {
    return { type, url: `${this.#server?.origin}/${type}` };
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      this.#stream = response;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: endpoint\ndata: /messages\n\n');
      return;
    }
    let body = '';
    for await (const piece of request) body += String(piece);
    const { id, method } = JSON.parse(body) as { readonly id?: number; readonly method: string };
    if (method === 'tools/call') {
      this.hanging += 1;
      response.once('close', () => {
        this.hanging -= 1;
      });
      if (this.answersBeside) this.#say({ jsonrpc: '2.0', id, result: { content: [] } });
      return;
    }
    const result =
      method === 'initialize'
        ? { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: {} }
        : { tools: [] };
    if (request.url === '/messages') {
      response.writeHead(202).end();
      if (id !== undefined) this.#say({ jsonrpc: '2.0', id, result });
    } else if (id === undefined) {
      response.writeHead(202).end();
    } else {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    }
  }

  #say(message: unknown): void {
    this.#stream?.write(`data: ${JSON.stringify(message)}\n\n`);
  }
}

const opened = new Opened();
afterEach(() => opened.close());

describe.each(['http', 'sse'] as const)('a request that hangs over %s', (type) => {
  it('is let go with its connection', async () => {
    const server = opened.owns(await HangingServer.start());
    const connection = await opened.connect(server.config(type));
    const call = rejectionOf(connection.callTool('echo', {}));
    await until(() => server.hanging === 1, 'the call');
    await connection.close();
    expect(await call).toMatchObject({ code: 'closed' });
    await until(() => server.hanging === 0, 'the request to be let go');
  });

  it('is let go with its pool', async () => {
    const server = opened.owns(await HangingServer.start());
    const pool = opened.owns(createMCPPool());
    const { connection } = await pool.acquire(server.config(type));
    const call = rejectionOf(connection.callTool('echo', {}));
    await until(() => server.hanging === 1, 'the call');
    await withDeadline(pool.close(), 'the pool to close');
    expect(await call).toMatchObject({ code: 'closed' });
    await until(() => server.hanging === 0, 'the request to be let go');
  });

  it('is let go when its time is over', async () => {
    const server = opened.owns(await HangingServer.start());
    const connection = await opened.connect(server.config(type));
    const error = await rejectionOf(connection.callTool('echo', {}, { timeoutMs: 30 }));
    expect(error).toMatchObject({ code: 'timeout' });
    await until(() => server.hanging === 0, 'the request to be let go');
  });
});

it('lets go of a message whose answer has come on the stream', async () => {
  const server = opened.owns(await HangingServer.start());
  server.answersBeside = true;
  const connection = await opened.connect(server.config('sse'));
  expect(await connection.callTool('echo', {})).toEqual({ content: [] });
  await until(() => server.hanging === 0, 'the request to be let go');
});
