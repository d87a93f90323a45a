import { FakeClock, until, withDeadline, type McpFault } from '@flightdeck/testing';
import { connectMCP, MCPError } from '../src/index.js';
import { configOf, ECHO, Opened, rejectionOf, TRANSPORTS } from './with-server.js';

const opened = new Opened();
afterEach(() => opened.close());

const LIMITS = { maxAnswerBytes: 1_000_000 };

describe.each<[McpFault, MCPError['code'], number?]>([
  ['die', 'connect_failed'],
  ['die-mid-answer', 'connect_failed'],
  ['garbage', 'protocol'],
  ['html', 'protocol'],
  ['html-500', 'server_error', 500],
  ['wrong-id', 'protocol'],
  ['wrong-shape', 'protocol'],
  ['error', 'server_error'],
  ['unauthorized', 'unauthorized', 401],
  ['forbidden', 'unauthorized', 403],
  ['oversized', 'too_large'],
  ['no-answer', 'protocol'],
  ['redirect-away', 'connect_failed', 307],
])('a server that answers with %s', (fault, code, status) => {
  it.each(['initialize', 'tools/list', 'tools/call'])(
    'fails %s with one known error [mcp.bad-servers]',
    async (method) => {
      const server = await opened.server();
      server.fail(method, fault);
      const asking = async (): Promise<unknown> => {
        const connection = await opened.connect({ type: 'http', url: server.url }, LIMITS);
        await connection.listTools();
        return connection.callTool('echo', { text: 'hi' });
      };
      const error = await withDeadline(rejectionOf(asking()), 'the failure');
      expect(error).toBeInstanceOf(MCPError);
      expect(error).toMatchObject({ code, ...(status === undefined ? {} : { status }) });
    },
  );
});

describe.each(TRANSPORTS)('a silent server over %s', (type) => {
  const method = type === 'http' ? 'initialize' : 'stream';

  it('is given up when the time for the handshake is over [mcp.timeouts]', async () => {
    const server = await opened.server();
    server.fail(method, 'silent');
    const connecting = connectMCP(configOf(server, type), { connectTimeoutMs: 50 });
    await expect(withDeadline(connecting, 'the timeout')).rejects.toMatchObject({
      code: 'timeout',
    });
  });

  it('is left at once when the caller leaves', async () => {
    const server = await opened.server();
    server.fail(method, 'silent');
    const leaving = new AbortController();
    const connecting = connectMCP(configOf(server, type), { signal: leaving.signal });
    const rejected = rejectionOf(connecting);
    await until(() => server.requests.length > 0, 'the request');
    const reason = new Error('gone');
    leaving.abort(reason);
    expect(await withDeadline(rejected, 'the rejection')).toBe(reason);
  });

  it('fails a call when its time is over, and the next one works [mcp.timeouts]', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, type));
    const gate = server.hold('tools/call');
    await expect(
      connection.callTool('echo', { text: 'hi' }, { timeoutMs: 50 }),
    ).rejects.toMatchObject({ code: 'timeout' });
    gate.open();
    expect(await connection.callTool('echo', { text: 'again' })).toMatchObject({
      content: [{ text: 'You said again' }],
    });
  });
});

describe('a server of the SSE transport', () => {
  it.each(['cut', 'end'] as const)(
    'fails every pending call when its stream is %s',
    async (how) => {
      const server = await opened.server();
      const closed: unknown[] = [];
      const connection = await opened.connect(configOf(server, 'sse'), {
        onClosed: (error) => closed.push(error),
      });
      server.hold('tools/call');
      const calls = ['a', 'b'].map((text) => rejectionOf(connection.callTool('echo', { text })));
      await until(() => server.received('tools/call').length === 2, 'the calls to arrive');
      server.dropStreams(how);
      const errors = await withDeadline(Promise.all(calls), 'both failures');
      expect(errors).toEqual([
        expect.objectContaining({ code: 'closed' }),
        expect.objectContaining({ code: 'closed' }),
      ]);
      expect(closed).toHaveLength(1);
      await expect(connection.listTools()).rejects.toMatchObject({ code: 'closed' });
    },
  );

  it.each([
    'http://elsewhere.example/messages',
    '//elsewhere.example/messages',
    'http://user:secret@127.0.0.1/messages',
    'javascript:alert(1)',
  ])('cannot have messages sent to %s [mcp.addresses]', async (endpoint) => {
    const server = await opened.server({ endpoint });
    const error = await rejectionOf(opened.connect(configOf(server, 'sse')));
    expect(error).toMatchObject({ code: 'protocol' });
    expect(String(error)).not.toContain('secret');
  });

  it('fails a call whose message it refuses', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, 'sse'));
    server.fail('tools/call', 'html-500');
    await expect(connection.callTool('echo', {})).rejects.toMatchObject({
      code: 'server_error',
      status: 500,
    });
  });
});

describe('lists and answers', () => {
  it('gives up a list without end [mcp.bad-servers]', async () => {
    const server = await opened.server({ pageSize: 0 });
    const connection = await opened.connect(configOf(server, 'http'));
    await expect(connection.listTools()).rejects.toMatchObject({ code: 'too_large' });
    expect(server.received('tools/list').length).toBeLessThanOrEqual(50);
  });

  it('has one time limit for all pages of a list', async () => {
    const server = await opened.server({ pageSize: 1, tools: [ECHO, { ...ECHO, name: 'other' }] });
    const clock = new FakeClock();
    const connection = await opened.connect(configOf(server, 'http'), { clock });
    const first = server.hold('tools/list');
    const listing = rejectionOf(connection.listTools({ timeoutMs: 1_000 }));
    await until(() => server.received('tools/list').length === 1, 'the first page to be asked');
    clock.advance(600);
    const second = server.hold('tools/list');
    first.open();
    await until(() => server.received('tools/list').length === 2, 'the second page to be asked');
    clock.advance(400);
    expect(await withDeadline(listing, 'the timeout')).toMatchObject({ code: 'timeout' });
    second.open();
  });

  it('leaves out tools that are none and keeps the others [mcp.bad-servers]', async () => {
    const server = await opened.server();
    const liar = { name: 'liar', inputSchema: 'a string' } as unknown as typeof ECHO;
    server.tools = [liar, { ...ECHO, name: '' }, ECHO, { ...ECHO, description: 'twin' }];
    const logged: unknown[] = [];
    const logger = { debug: () => undefined, warn: (...line: unknown[]) => logged.push(line) };
    const connection = await opened.connect(configOf(server, 'http'), { logger });
    const tools = await connection.listTools();
    expect(tools).toEqual([expect.objectContaining({ description: 'Says it again' })]);
    expect(logged).toEqual([[expect.any(String), { server: server.url, unusable: 3 }]]);
  });

  it('takes the first of two answers [mcp.bad-servers]', async () => {
    const server = await opened.server({ answers: 'sse' });
    const connection = await opened.connect(configOf(server, 'http'));
    server.fail('tools/call', 'twice');
    expect(await connection.callTool('echo', { text: 'hi' })).toMatchObject({
      content: [{ text: 'You said hi' }],
    });
  });

  it('fetches an answer whose stream broke off', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, 'http'));
    server.fail('tools/call', 'break-off');
    expect(await connection.callTool('echo', { text: 'hi' })).toMatchObject({
      content: [{ text: 'You said hi' }],
    });
    expect(server.received('tools/call')).toHaveLength(1);
  });

  it('takes servers that know no tools for servers without tools', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, 'http'));
    server.fail('tools/list', 'unknown-method');
    expect(await connection.listTools()).toEqual([]);
  });

  it('refuses a version of the protocol that it does not speak', async () => {
    const server = await opened.server({ protocolVersion: '1999-01-01' });
    await expect(opened.connect(configOf(server, 'http'))).rejects.toMatchObject({
      code: 'protocol',
    });
  });

  it('says so when the server forgets each new session', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, 'http'));
    server.fail('tools/list', 'not-found');
    await expect(connection.listTools()).rejects.toMatchObject({
      code: 'server_error',
      status: 404,
    });
  });
});

describe('what messages show', () => {
  it('cuts addresses to origin and path [mcp.addresses]', async () => {
    const server = await opened.server();
    server.fail('initialize', 'html-500');
    const error = await rejectionOf(
      opened.connect({ type: 'http', url: `${server.url}?key=very-secret#part` }),
    );
    expect(String(error)).toContain(server.url);
    expect(String(error)).not.toContain('very-secret');
  });

  it.each([
    'http://user:pass@127.0.0.1/mcp',
    'http://user@127.0.0.1/mcp',
    'ftp://host/',
    'nothing',
  ])('refuses the address %s without showing it [mcp.addresses]', async (url) => {
    const error = await rejectionOf(connectMCP({ type: 'http', url }));
    expect(error).toMatchObject({ code: 'connect_failed' });
    expect(String(error)).not.toContain(url);
  });

  it('shows no value of a header that cannot be sent [mcp.addresses]', async () => {
    const error = await rejectionOf(
      connectMCP({ type: 'http', url: 'http://127.0.0.1/', headers: { 'x-key': 'se\ncret' } }),
    );
    expect(error).toMatchObject({ code: 'connect_failed' });
    expect(String(error)).toContain('x-key');
    expect(String(error)).not.toContain('cret');
  });

  it('hides the headers that a server repeats [mcp.addresses]', async () => {
    const server = await opened.server();
    server.fail('initialize', 'echo-headers');
    const headers = { authorization: 'Bearer top-secret-token', 'x-key': 'another-secret' };
    const error = await rejectionOf(connectMCP({ type: 'http', url: server.url, headers }));
    expect(error).toMatchObject({ code: 'server_error', status: 400, rpcCode: -32_000 });
    expect(String(error)).toContain('Refused');
    expect(String(error)).not.toContain('secret');
  });

  it('hides the token of a provider that a server repeats', async () => {
    const server = await opened.server();
    server.fail('initialize', 'echo-headers');
    const authProvider = { tokens: () => ({ access_token: 'top-secret-token' }) };
    const error = await rejectionOf(
      connectMCP({ type: 'http', url: server.url, options: { authProvider } }),
    );
    expect(error).toMatchObject({ code: 'server_error' });
    expect(String(error)).not.toContain('secret');
  });

  it('says which way a server cannot be reached', async () => {
    const server = await opened.server();
    await server.close();
    const error = await rejectionOf(connectMCP({ type: 'http', url: server.url }));
    expect(String(error)).toContain('ECONNREFUSED');
  });
});

describe('closing', () => {
  it.each(TRANSPORTS)('fails what is pending and what comes over %s', async (type) => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, type));
    server.hold('tools/call');
    const call = rejectionOf(connection.callTool('echo', { text: 'hi' }));
    await connection.close();
    expect(await call).toMatchObject({ code: 'closed' });
    await expect(connection.listTools()).rejects.toMatchObject({ code: 'closed' });
  });
});
