import { withDeadline } from '@flightdeck/testing';
import { bench, closeOpened, http, mcpServer, opens } from '../support/mcp-apps-bench.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { plainAgent } from '../support/scripted-agent.js';
import { until } from '../support/until.js';

afterEach(closeOpened);

const UI = 'ui://maps/map.html';
const PRIVATE = 'file:///etc/passwd';
const resource = (uri: string) => ({ uri, mimeType: 'text/html', text: '<p>' });

async function serve(options: ServeOptions): Promise<ServedRuntime> {
  const agent = plainAgent(({ started, finished }) => {
    started();
    finished();
  });
  return opens(await serveRuntime({ agents: { default: agent }, ...options }));
}

const asking = (method: string, params?: unknown, threadId = 't') =>
  runInput({
    threadId,
    runId: 'aside',
    forwardedProps: { __proxiedMCPRequest: { serverHash: '', serverId: 'maps', method, params } },
  });

describe('what a user interface cannot ask', () => {
  it('is any resource that is no user interface, unless the application says so [middlewares.mcp-visibility]', async () => {
    const server = await mcpServer({
      resources: { [UI]: resource(UI), [PRIVATE]: resource(PRIVATE) },
    });
    const known = { ...http(server), serverId: 'maps' };
    const read = async (servers: Parameters<typeof bench>[0], uri: string) => {
      const request = { serverHash: '', serverId: 'maps', method: 'resources/read' };
      const told = await (await bench(servers)).proxied({ ...request, params: { uri } });
      return told.at(-1)?.result;
    };
    expect(await read([known], UI)).toEqual({ contents: [resource(UI)] });
    expect(await read([known], PRIVATE)).toEqual({
      error: 'This resource is not available to user interfaces',
    });
    expect(server.received('resources/read')).toHaveLength(1);
    const open = { ...known, appResources: ['file:///etc/'] };
    expect(await read([open], PRIVATE)).toEqual({ contents: [resource(PRIVATE)] });
  });

  it.each([['text'], [7], [null], [['list']]])(
    'is a tool with arguments that are no object: %j',
    async (args) => {
      const server = await mcpServer();
      const b = await bench([{ ...http(server), serverId: 'maps' }]);
      const params = { name: 'show_map', arguments: args };
      const told = await b.proxied({
        serverHash: '',
        serverId: 'maps',
        method: 'tools/call',
        params,
      });
      expect(told.at(-1)?.result).toEqual({ error: 'The arguments of a tool must be an object' });
      expect(server.received('tools/call')).toHaveLength(0);
    },
  );

  it('is more at a time than the limit, and the next one is answered again', async () => {
    const server = await mcpServer();
    const b = await bench([{ ...http(server), serverId: 'maps' }], undefined, {
      maxParallelRequests: 1,
    });
    const ping = { serverHash: '', serverId: 'maps', method: 'ping' };
    const gate = server.hold('ping');
    const first = b.proxied(ping);
    await until('the first', () => server.received('ping').length === 1);
    const second = await withDeadline(b.proxied(ping), 'the refusal');
    expect(second.at(-1)?.result).toEqual({ error: 'Too many MCP requests' });
    gate.open();
    expect((await first).at(-1)?.result).toEqual({});
    expect((await b.proxied(ping)).at(-1)?.result).toEqual({});
  });

  it('is anything once its client has gone', async () => {
    const server = await mcpServer();
    const served = await serve({ mcpApps: { servers: [{ ...http(server), serverId: 'maps' }] } });
    server.hold('ping');
    const leaving = new AbortController();
    const asked = fetch(`${served.url}/agent/default/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asking('ping')),
      signal: leaving.signal,
    }).then((response) => response.text());
    await until('the ping', () => server.received('ping').length === 1);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await until(
      'the server to hear',
      () => server.received('notifications/cancelled').length === 1,
    );
  });

  it('is what hooks and identification refuse', async () => {
    const server = await mcpServer();
    const mcpApps = { servers: [{ ...http(server), serverId: 'maps' }] };
    const refuse = (): Response => new Response('no', { status: 418 });
    const hooked = await serve({
      mcpApps,
      hooks: {
        onBeforeHandler: () => {
          throw refuse();
        },
      },
    });
    const guarded = await serve({
      mcpApps,
      beforeRequestMiddleware: () => {
        throw refuse();
      },
    });
    const strangers = await serve({ mcpApps, identifyUser: () => null });
    const statuses: number[] = [];
    for (const { url } of [hooked, guarded, strangers]) {
      const told = await postJson(`${url}/agent/default/run`, asking('ping'));
      statuses.push(told.status);
      await told.text();
    }
    expect(statuses).toEqual([418, 418, 401]);
    expect(server.requests).toHaveLength(0);
  });

  it('is anything of the thread of somebody else, whose id it may name [run.mcp-proxied-calls]', async () => {
    const server = await mcpServer();
    const served = await serve({
      mcpApps: {
        servers: [{ ...http(server), serverId: 'maps', forwardHeaders: ['x-user'] }],
      },
      identifyUser: (request) => ({ id: request.headers.get('x-user') ?? '' }),
    });
    const path = `${served.url}/agent/default`;
    const input = runInput({ threadId: 'of-ann', runId: 'r1' });
    await eventsOf(await postJson(`${path}/run`, input, { 'x-user': 'ann' }));
    const told = await eventsOf(
      await postJson(`${path}/run`, asking('ping', {}, 'of-ann'), { 'x-user': 'bob' }),
    );
    expect(told.at(-1)).toMatchObject({ type: 'RUN_FINISHED', result: {} });
    const pings = server.received('ping').map(({ headers }) => headers['x-user']);
    expect(pings).toEqual(['bob']);
    const replay = await postJson(`${path}/connect`, input, { 'x-user': 'ann' });
    expect(await replay.text()).not.toContain('aside');
  });
});

describe('what is too large for an event', () => {
  const huge = 'x'.repeat(9_000_000);

  it('ends what asked for it with an error, and nothing else', async () => {
    const server = await mcpServer({
      tools: [{ name: 'show_map', _meta: { ui: { resourceUri: UI } }, answer: () => huge }],
    });
    const b = await bench([{ ...http(server), serverId: 'maps' }]);
    const params = { name: 'show_map' };
    const request = { serverHash: '', serverId: 'maps', method: 'tools/call', params };
    const [told, ran] = [await b.proxied(request), await b.events()];
    expect([told.at(-1)?.type, ran.at(-1)?.type]).toEqual(['RUN_FINISHED', 'RUN_FINISHED']);
    expect(told.at(-1)?.result).toEqual({ error: 'MCP request failed: too_large' });
    const result = ran.find(({ type }) => type === 'TOOL_CALL_RESULT');
    expect(JSON.stringify(result)).toContain('too_large');
  });
});
