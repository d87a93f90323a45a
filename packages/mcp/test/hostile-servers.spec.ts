import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { listenOnLoopback, until, withDeadline } from '@flightdeck/testing';
import { connectMCP, MCPError } from '../src/index.js';
import { configOf, ECHO, Opened, rejectionOf } from './with-server.js';

const opened = new Opened();
afterEach(() => opened.close());

interface Asked {
  readonly id?: number;
  readonly method: string;
}

const WELCOME = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  serverInfo: { name: 'hostile', version: '1' },
};

/** A server that greets, and answers everything else as a test says. */
function serverOf(answer: (asked: Asked) => Response): typeof fetch {
  return async (_input, init) => {
    if (init?.method !== 'POST' || typeof init.body !== 'string') return new Response(null);
    const asked = JSON.parse(init.body) as Asked;
    if (asked.id === undefined) return new Response(null, { status: 202 });
    if (asked.method !== 'initialize') return answer(asked);
    return json({ jsonrpc: '2.0', id: asked.id, result: WELCOME });
  };
}

function json(value: unknown): Response {
  return new Response(typeof value === 'string' ? value : JSON.stringify(value), {
    headers: { 'content-type': 'application/json' },
  });
}

const connectTo = (answer: (asked: Asked) => Response) =>
  opened.connect({ type: 'http', url: 'http://hostile.example/', fetch: serverOf(answer) });

describe('a hostile server', () => {
  it('cannot nest an answer so deeply that nobody can write it down [mcp.bad-servers]', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const connection = await connectTo(({ id }) =>
      json(`{"jsonrpc":"2.0","id":${id},"result":{"content":[],"structuredContent":${deep}}}`),
    );
    expect(await rejectionOf(connection.callTool('echo', {}))).toMatchObject({ code: 'protocol' });
  });

  it('cannot fill the memory with many pages of large tools [mcp.bad-servers]', async () => {
    let pages = 0;
    const fetch = serverOf(({ id }) => {
      pages += 1;
      const tool = { ...ECHO, name: `tool-${pages}`, description: 'x'.repeat(400_000) };
      const result = { tools: [tool], nextCursor: String(pages) };
      return json({ jsonrpc: '2.0', id, result });
    });
    const connection = await opened.connect(
      { type: 'http', url: 'http://hostile.example/', fetch },
      { maxAnswerBytes: 1_000_000 },
    );
    expect(await rejectionOf(connection.listTools())).toMatchObject({ code: 'too_large' });
    expect(pages).toBeLessThan(5);
  });

  it('cannot make a request fail otherwise by the id of an event [mcp.bad-servers]', async () => {
    const connection = await connectTo(
      () =>
        new Response('id: \u2713\ndata:\n\n', { headers: { 'content-type': 'text/event-stream' } }),
    );
    const error = await withDeadline(rejectionOf(connection.callTool('echo', {})), 'the failure');
    expect(error).toBeInstanceOf(MCPError);
  });

  it('cannot make a message show the end of a long secret [mcp.addresses]', async () => {
    const secret = `${'abcdefghij'.repeat(12)}-end`;
    const said = `Refused: ${`${secret} `.repeat(17)}`;
    const fetch: typeof globalThis.fetch = async () =>
      new Response(
        JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_000, message: said } }),
        { status: 400, headers: { 'content-type': 'application/json' } },
      );
    const headers = { 'x-key': secret };
    const error = await rejectionOf(
      connectMCP({ type: 'http', url: 'http://hostile.example/', headers, fetch }),
    );
    expect(String(error)).toContain('[hidden]');
    expect(String(error)).not.toContain('abcdefghij');
  });

  it('cannot make a message show the secrets of its own address [mcp.addresses]', async () => {
    const url = 'http://hostile.example/mcp?key=very-secret&user=a%20b%20hidden-too';
    const fetch: typeof globalThis.fetch = async () =>
      new Response(
        JSON.stringify({
          jsonrpc: '2.0',
          id: null,
          error: {
            code: -32_000,
            message: `No ${url}, ${decodeURIComponent(url)}`,
          },
        }),
        { status: 400, headers: { 'content-type': 'application/json' } },
      );
    const error = await rejectionOf(connectMCP({ type: 'http', url, fetch }));
    expect(String(error)).toContain('No http://hostile.example/mcp');
    expect(String(error)).not.toMatch(/very-secret|hidden-too/);
  });

  it('is left when its headers are larger than anybody reads', async () => {
    const server = await listenOnLoopback(
      createServer((_request, response) => {
        response.writeHead(200, { 'x-huge': 'x'.repeat(64 * 1024) }).end();
      }),
    );
    const error = await withDeadline(
      rejectionOf(connectMCP({ type: 'http', url: server.origin })),
      'the failure',
    );
    expect(error).toMatchObject({ code: 'connect_failed' });
    await server.close();
  });

  it('cannot keep a call by comments without end', async () => {
    const server = await listenOnLoopback(
      createServer((request, response) => {
        void answerWithComments(request, response).catch(() => response.destroy());
      }),
    );
    const error = await withDeadline(
      rejectionOf(connectMCP({ type: 'http', url: server.origin }, { connectTimeoutMs: 100 })),
      'the failure',
    );
    expect(error).toMatchObject({ code: 'timeout' });
    await server.close();
  });
});

async function answerWithComments(
  request: NodeJS.ReadableStream,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  while (!response.destroyed) {
    if (!response.write(`: ${'x'.repeat(1_000)}\n\n`)) await once(response, 'drain');
  }
}

describe('a token provider', () => {
  it.each([['top\nsecret'], [{ secret: 'secret' }]])(
    'whose token cannot be sent fails without showing it: %j [mcp.addresses]',
    async (token) => {
      const authProvider = { tokens: () => ({ access_token: token as string }) };
      const server = await opened.server();
      const error = await rejectionOf(
        connectMCP({ type: 'http', url: server.url, options: { authProvider } }),
      );
      expect(error).toMatchObject({ name: 'MCPError', code: 'unauthorized' });
      expect(String(error)).not.toContain('secret');
    },
  );
});

describe('corners of the protocol', () => {
  it('takes an answer whose id has become a text', async () => {
    const connection = await connectTo(({ id }) =>
      json({ jsonrpc: '2.0', id: String(id), result: { content: [] } }),
    );
    expect(await connection.callTool('echo', {})).toEqual({ content: [] });
  });

  it('takes a batch with news and a request before the answer', async () => {
    const connection = await connectTo(({ id }) =>
      json([
        { jsonrpc: '2.0', method: 'notifications/progress', params: {} },
        { jsonrpc: '2.0', id: 'theirs', method: 'ping' },
        { jsonrpc: '2.0', id, result: { content: [] } },
      ]),
    );
    expect(await connection.callTool('echo', {})).toEqual({ content: [] });
  });

  it('takes an answer that comes with status 202', async () => {
    const connection = await connectTo(
      ({ id }) =>
        new Response(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } }), {
          status: 202,
          headers: { 'content-type': 'application/json' },
        }),
    );
    expect(await connection.callTool('echo', {})).toEqual({ content: [] });
  });

  it('sends news again when the server has forgotten the session [mcp.sessions]', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, 'http'));
    server.forgetSessions();
    await connection.notify('notifications/message', { data: 'hello' });
    expect(server.received('initialize')).toHaveLength(2);
    expect(server.received('notifications/message')).toHaveLength(2);
  });

  it('answers a session that is lost during a call with a new one', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, 'http'));
    const gate = server.hold('tools/call');
    const held = connection.callTool('echo', { text: 'held' });
    await until(() => server.received('tools/call').length === 1, 'the call');
    server.forgetSessions();
    const other = connection.listTools();
    await until(() => server.received('initialize').length === 2, 'the new session');
    gate.open();
    expect(await held).toMatchObject({ content: [{ text: 'You said held' }] });
    expect(await other).toHaveLength(1);
  });
});
