import { until } from '@flightdeck/testing';
import { configOf, Opened, rejectionOf, TRANSPORTS } from './with-server.js';

const opened = new Opened();
afterEach(() => opened.close());

describe.each(TRANSPORTS)('over %s', (type) => {
  it('introduces both sides, lists tools and calls one [mcp.transports]', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, type), {
      clientInfo: { name: 'me', version: '9' },
      capabilities: { extensions: { x: {} } },
    });
    expect(connection.serverInfo).toEqual({ name: 'test-server', version: '1.2.3' });
    expect(connection.capabilities).toEqual({ tools: { listChanged: true } });
    const tools = await connection.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['echo']);
    expect(await connection.callTool('echo', { text: 'hi' })).toEqual({
      content: [{ type: 'text', text: 'You said hi' }],
    });
    expect(server.received('initialize')[0]?.message?.['params']).toEqual({
      protocolVersion: '2025-11-25',
      capabilities: { extensions: { x: {} } },
      clientInfo: { name: 'me', version: '9' },
    });
    expect(server.received('notifications/initialized')).toHaveLength(1);
  });

  it('reads every page of the list', async () => {
    const tools = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name }));
    const server = await opened.server({ tools, pageSize: 2 });
    const connection = await opened.connect(configOf(server, type));
    const listed = await connection.listTools();
    expect(listed.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(server.received('tools/list')).toHaveLength(3);
  });

  it('sends the headers of the configuration with every request [mcp.headers]', async () => {
    const server = await opened.server();
    const config = { ...configOf(server, type), headers: { 'x-tenant': 'blue' } };
    const connection = await opened.connect(config);
    await connection.callTool('echo', { text: 'hi' });
    await connection.close();
    expect(server.requests.length).toBeGreaterThan(3);
    expect(server.requests.every(({ headers }) => headers['x-tenant'] === 'blue')).toBe(true);
  });

  it('keeps answers apart when calls overlap', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, type));
    const texts = Array.from({ length: 20 }, (_, index) => `number ${index}`);
    const results = await Promise.all(texts.map((text) => connection.callTool('echo', { text })));
    expect(results.map(({ content }) => content[0]?.text)).toEqual(
      texts.map((text) => `You said ${text}`),
    );
  });

  it('tells the server when a caller has left, and rejects with the reason of its signal', async () => {
    const server = await opened.server();
    const connection = await opened.connect(configOf(server, type));
    server.hold('tools/call');
    const leaving = new AbortController();
    const reason = new Error('stopped by the user');
    const call = connection.callTool('echo', { text: 'hi' }, { signal: leaving.signal });
    await until(() => server.received('tools/call').length === 1, 'the call to arrive');
    leaving.abort(reason);
    await expect(call).rejects.toBe(reason);
    await until(() => server.received('notifications/cancelled').length === 1, 'the notice');
    const { id } = server.received('tools/call')[0]?.message ?? {};
    expect(server.received('notifications/cancelled')[0]?.message?.['params']).toMatchObject({
      requestId: id,
    });
  });

  it('reads resources, and hands on other requests of the protocol', async () => {
    const resource = { uri: 'ui://card', mimeType: 'text/html', text: '<p>Hi</p>' };
    const server = await opened.server({ resources: { 'ui://card': resource } });
    const connection = await opened.connect(configOf(server, type));
    expect(await connection.readResource('ui://card')).toEqual({ contents: [resource] });
    expect(await connection.request('ping')).toEqual({});
    await connection.notify('notifications/message', { level: 'info' });
    expect(server.received('notifications/message')).toHaveLength(1);
  });

  it('hears that the list of tools has changed', async () => {
    const server = await opened.server();
    let changes = 0;
    const onToolsChanged = (): void => void (changes += 1);
    await opened.connect(configOf(server, type), { listen: true, onToolsChanged });
    await until(() => server.openStreams === 1, 'the stream to be open');
    server.say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    await until(() => changes === 1, 'the change to be heard');
  });

  it('answers pings of the server and refuses its other requests', async () => {
    const server = await opened.server();
    await opened.connect(configOf(server, type), { listen: true });
    await until(() => server.openStreams === 1, 'the stream to be open');
    server.say({ jsonrpc: '2.0', id: 'p', method: 'ping' });
    server.say({ jsonrpc: '2.0', id: 's', method: 'sampling/createMessage' });
    const answers = (): readonly unknown[] =>
      server.requests
        .filter(({ method, message }) => method === undefined && message !== undefined)
        .map(({ message }) => message);
    await until(() => answers().length === 2, 'both answers');
    expect(answers()).toEqual(
      expect.arrayContaining([
        { jsonrpc: '2.0', id: 'p', result: {} },
        { jsonrpc: '2.0', id: 's', error: { code: -32_601, message: 'Method not found' } },
      ]),
    );
  });

  it.each(['2024-11-05', '2025-03-26', '2025-06-18'])(
    'speaks version %s [mcp.transports]',
    async (version) => {
      const server = await opened.server({ protocolVersion: version });
      const connection = await opened.connect(configOf(server, type));
      await connection.listTools();
      expect(server.received('tools/list')[0]?.headers['mcp-protocol-version']).toBe(version);
    },
  );
});

describe('over streamable HTTP', () => {
  it('reads answers that come as a stream of events', async () => {
    const server = await opened.server({ answers: 'sse' });
    const connection = await opened.connect({ type: 'http', url: server.url });
    expect(await connection.callTool('echo', { text: 'hi' })).toMatchObject({
      content: [{ text: 'You said hi' }],
    });
  });

  it('keeps the session and ends it [mcp.sessions]', async () => {
    const server = await opened.server();
    const connection = await opened.connect({ type: 'http', url: server.url });
    await connection.listTools();
    expect(server.sessions.size).toBe(1);
    expect(server.received('tools/list')[0]?.headers['mcp-session-id']).toBe(
      [...server.sessions][0],
    );
    await connection.close();
    expect(server.sessions.size).toBe(0);
  });

  it('works with servers that have no sessions, and ends none', async () => {
    const server = await opened.server({ sessions: false });
    const connection = await opened.connect({ type: 'http', url: server.url });
    await connection.listTools();
    await connection.close();
    expect(server.requests.some(({ httpMethod }) => httpMethod === 'DELETE')).toBe(false);
  });

  it('starts a new session when the server has forgotten the old one, once for all callers [mcp.sessions]', async () => {
    const server = await opened.server();
    const connection = await opened.connect({ type: 'http', url: server.url });
    server.forgetSessions();
    const results = await Promise.all(
      ['a', 'b', 'c'].map((text) => connection.callTool('echo', { text })),
    );
    expect(results.map(({ content }) => content[0]?.text)).toEqual([
      'You said a',
      'You said b',
      'You said c',
    ]);
    expect(server.received('initialize')).toHaveLength(2);
  });

  it('lets a caller leave while a new session is being made', async () => {
    const server = await opened.server();
    const connection = await opened.connect({ type: 'http', url: server.url });
    server.forgetSessions();
    const gate = server.hold('initialize');
    const leaving = new AbortController();
    const left = rejectionOf(connection.listTools({ signal: leaving.signal }));
    await until(() => server.received('initialize').length === 2, 'the new handshake');
    const later = connection.callTool('echo', { text: 'later' });
    const reason = new Error('gone');
    leaving.abort(reason);
    expect(await left).toBe(reason);
    gate.open();
    expect(await later).toMatchObject({ content: [{ text: 'You said later' }] });
    expect(server.received('initialize')).toHaveLength(2);
  });

  it('uses a session that somebody else has opened, and does not end it [mcp.sdk-options]', async () => {
    const server = await opened.server();
    await opened.connect({ type: 'http', url: server.url });
    const [sessionId = ''] = server.sessions;
    const second = await opened.connect({ type: 'http', url: server.url, options: { sessionId } });
    expect(await second.listTools()).toHaveLength(1);
    await second.close();
    expect(server.received('initialize')).toHaveLength(1);
    expect(server.sessions.has(sessionId)).toBe(true);
  });

  it('takes headers, fetch and tokens from options shaped as those of the official SDK [mcp.sdk-options]', async () => {
    const server = await opened.server();
    const urls: unknown[] = [];
    const options = {
      requestInit: { headers: { 'x-inner': '1', 'x-both': 'inner' } },
      authProvider: { tokens: async () => ({ access_token: 'token-of-the-provider' }) },
      fetch: (async (input, init) => {
        urls.push(input);
        return fetch(input, init);
      }) satisfies typeof fetch,
    };
    await opened.connect({
      type: 'http',
      url: server.url,
      headers: { 'x-both': 'outer' },
      options,
    });
    expect(server.received('initialize')[0]?.headers).toMatchObject({
      'x-inner': '1',
      'x-both': 'outer',
      authorization: 'Bearer token-of-the-provider',
    });
    expect(urls).toContainEqual(new URL(server.url));
  });

  it('follows redirects within the origin', async () => {
    const server = await opened.server();
    server.fail('initialize', 'redirect-home');
    const connection = await opened.connect({ type: 'http', url: server.url });
    expect(await connection.listTools()).toHaveLength(1);
    expect(server.requests.some(({ path }) => path === '/moved')).toBe(true);
  });
});
