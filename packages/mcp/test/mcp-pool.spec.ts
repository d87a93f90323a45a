import { FakeClock, until } from '@flightdeck/testing';
import { createMCPPool, type MCPPool, type MCPPoolOptions } from '../src/index.js';
import { configOf, ECHO, Opened, rejectionOf } from './with-server.js';

const opened = new Opened();
afterEach(() => opened.close());

function poolWith(options: MCPPoolOptions = {}): MCPPool {
  return opened.owns(createMCPPool(options));
}

describe('createMCPPool', () => {
  it('connects and lists once for all who ask, at the same time or later [mcp.cache]', async () => {
    const server = await opened.server();
    const pool = poolWith();
    const config = configOf(server, 'http');
    const leases = await Promise.all([1, 2, 3].map(() => pool.acquire(config)));
    for (const lease of leases) lease.release();
    const later = await pool.acquire({ ...config });
    expect(later.tools.map(({ name }) => name)).toEqual(['echo']);
    expect(server.received('initialize')).toHaveLength(1);
    expect(server.received('tools/list')).toHaveLength(1);
  });

  it('never shares a connection between users with different headers [mcp.users]', async () => {
    const server = await opened.server();
    const pool = poolWith();
    const as = (user: string): ReturnType<MCPPool['acquire']> =>
      pool.acquire({ type: 'http', url: server.url, headers: { 'x-user': user } });
    const [ann, bob, again] = [await as('ann'), await as('bob'), await as('ann')];
    expect(bob.connection).not.toBe(ann.connection);
    expect(again.connection).toBe(ann.connection);
    await bob.connection.callTool('echo', { text: 'hi' });
    expect(server.received('tools/call')[0]?.headers['x-user']).toBe('bob');
  });

  it('tells apart servers by token provider, fetch and session', async () => {
    const server = await opened.server();
    const pool = poolWith();
    const provider = (): { tokens(): undefined } => ({ tokens: () => undefined });
    const shared = provider();
    const open = async (authProvider: { tokens(): undefined }): Promise<unknown> =>
      (await pool.acquire({ type: 'http', url: server.url, options: { authProvider } })).connection;
    const first = await open(shared);
    expect(await open(shared)).toBe(first);
    expect(await open(provider())).not.toBe(first);
  });

  it('lists again when the server says that its tools have changed [mcp.cache]', async () => {
    const server = await opened.server();
    const pool = poolWith({ listen: true });
    const config = configOf(server, 'http');
    await pool.acquire(config);
    await until(() => server.openStreams === 1, 'the stream to be open');
    server.tools = [ECHO, { name: 'more' }];
    server.say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    await until(async () => (await pool.acquire(config)).tools.length === 2, 'the new list');
    expect(server.received('initialize')).toHaveLength(1);
  });

  it('lists again when it may have missed that', async () => {
    const server = await opened.server();
    const pool = poolWith({ listen: true });
    const config = configOf(server, 'http');
    await pool.acquire(config);
    await until(() => server.openStreams === 1, 'the stream to be open');
    server.tools = [ECHO, { name: 'more' }];
    server.dropStreams();
    await until(async () => (await pool.acquire(config)).tools.length === 2, 'the new list');
    await until(() => server.openStreams === 1, 'the stream to be open again');
  });

  it('lists again when the list is old [mcp.cache]', async () => {
    const server = await opened.server();
    const clock = new FakeClock();
    const pool = poolWith({ clock, listTtlMs: 1_000 });
    const config = configOf(server, 'http');
    await pool.acquire(config);
    server.tools = [ECHO, { name: 'more' }];
    clock.advance(999);
    expect((await pool.acquire(config)).tools).toHaveLength(1);
    clock.advance(1);
    expect((await pool.acquire(config)).tools).toHaveLength(2);
    expect(server.received('initialize')).toHaveLength(1);
  });

  it('closes connections that hold a socket when nobody has used them for a while', async () => {
    const server = await opened.server();
    const clock = new FakeClock();
    const pool = poolWith({ clock, idleMs: 1_000 });
    const config = configOf(server, 'sse');
    (await pool.acquire(config)).release();
    clock.advance(999);
    const again = await pool.acquire(config);
    clock.advance(1_000);
    expect(server.openStreams).toBe(1);
    again.release();
    clock.advance(1_000);
    await until(() => server.openStreams === 0, 'the stream to be closed');
    expect(server.received('initialize')).toHaveLength(1);
  });

  it('leaves no timer behind', async () => {
    const server = await opened.server();
    const clock = new FakeClock();
    const pool = poolWith({ clock });
    (await pool.acquire(configOf(server, 'sse'))).release();
    (await pool.acquire(configOf(server, 'http'))).release();
    await pool.close();
    await until(() => clock.pending === 0, 'every timer to be called off');
  });

  it('connects again when the connection has died [mcp.cache]', async () => {
    const server = await opened.server();
    const pool = poolWith();
    const config = configOf(server, 'sse');
    const first = await pool.acquire(config);
    server.dropStreams();
    await until(
      async () => (await pool.acquire(config)).connection !== first.connection,
      'another connection',
    );
    expect((await pool.acquire(config)).tools).toHaveLength(1);
  });

  it('tells a failure at once for a while, then asks again [mcp.cache]', async () => {
    const server = await opened.server();
    const clock = new FakeClock();
    const pool = poolWith({ clock, retryAfterMs: 5_000 });
    const config = configOf(server, 'http');
    server.fail('initialize', 'html-500');
    const first = await rejectionOf(pool.acquire(config));
    server.fail('initialize', undefined);
    clock.advance(4_999);
    expect(await rejectionOf(pool.acquire(config))).toBe(first);
    expect(server.requests).toHaveLength(1);
    clock.advance(1);
    expect((await pool.acquire(config)).tools).toHaveLength(1);
  });

  it('takes no failure of one user for one of another [mcp.users]', async () => {
    const server = await opened.server();
    const pool = poolWith();
    server.fail('initialize', 'unauthorized');
    const config = configOf(server, 'http');
    await rejectionOf(pool.acquire({ ...config, headers: { 'x-user': 'ann' } }));
    server.fail('initialize', undefined);
    const lease = await pool.acquire({ ...config, headers: { 'x-user': 'bob' } });
    expect(lease.tools).toHaveLength(1);
  });

  it('connects anew when the time of a connection is over, and closes the old one when it is idle', async () => {
    const server = await opened.server();
    const clock = new FakeClock();
    const pool = poolWith({ clock, ttlMs: 1_000 });
    const config = configOf(server, 'http');
    const old = await pool.acquire(config);
    clock.advance(1_000);
    const fresh = await pool.acquire(config);
    expect(fresh.connection).not.toBe(old.connection);
    expect(await old.connection.callTool('echo', { text: 'still' })).toBeDefined();
    expect(server.sessions.size).toBe(2);
    old.release();
    await until(() => server.sessions.size === 1, 'the old session to be ended');
  });

  it('closes the connection that was not used for longest when there are too many', async () => {
    const server = await opened.server();
    const pool = poolWith({ maxConnections: 2 });
    const use = async (user: string): Promise<void> => {
      const config = { type: 'http', url: server.url, headers: { 'x-user': user } } as const;
      (await pool.acquire(config)).release();
    };
    for (const user of ['ann', 'bob', 'ann', 'cid']) await use(user);
    await until(() => server.sessions.size === 2, 'one session to be ended');
    await use('ann');
    expect(server.received('initialize').map(({ headers }) => headers['x-user'])).toEqual([
      'ann',
      'bob',
      'cid',
    ]);
  });

  it('lets a caller leave without taking the connection from others', async () => {
    const server = await opened.server();
    const pool = poolWith();
    const config = configOf(server, 'http');
    const gate = server.hold('initialize');
    const leaving = new AbortController();
    const left = rejectionOf(pool.acquire(config, { signal: leaving.signal }));
    const stayed = pool.acquire(config);
    const reason = new Error('gone');
    leaving.abort(reason);
    expect(await left).toBe(reason);
    gate.open();
    expect((await stayed).tools).toHaveLength(1);
    expect(server.received('initialize')).toHaveLength(1);
  });

  it('closes everything, also what is being opened, and refuses to go on', async () => {
    const [server, silent] = [await opened.server(), await opened.server()];
    silent.fail('initialize', 'silent');
    const pool = poolWith();
    await pool.acquire(configOf(server, 'http'));
    const pending = rejectionOf(pool.acquire(configOf(silent, 'http')));
    await until(() => silent.requests.length === 1, 'the silent one to be asked');
    await pool.close();
    expect(server.sessions.size).toBe(0);
    expect(await pending).toMatchObject({ code: 'closed' });
    await expect(pool.acquire(configOf(server, 'http'))).rejects.toMatchObject({ code: 'closed' });
  });
});
