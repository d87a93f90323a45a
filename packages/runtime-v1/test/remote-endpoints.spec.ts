import { afterEach, describe, expect, it } from '@jest/globals';
import { collectRun, createGate, only, runBodySaying, textOf } from '@flightdeck/testing';
import { copilotKitEndpoint, CopilotRuntime } from '../src/index.js';
import { callingAgent } from './support/calling-agent.js';
import { callTool, toolFinder } from './support/find-tools.js';
import { closeAll, INFO, serve, serveRemote } from './support/remote-fixture.js';
import { RemoteServer, type RemoteRoute } from './support/remote-server.js';

afterEach(closeAll);

/** The address of a server that is gone. */
async function goneUrl(): Promise<string> {
  const server = await RemoteServer.start({});
  await server.close();
  return server.origin;
}

describe.each(['remoteEndpoints', 'remoteActions'])('%s', (option) => {
  it('bring actions that run on their server, and the agent goes on [v1.defect.13]', async () => {
    const { server, url } = await serveRemote();
    const agent = callingAgent('add', { a: 2 });
    const endpoint = copilotKitEndpoint({
      url,
      onBeforeRequest: ({ ctx }) => ({
        headers: { authorization: `Bearer ${ctx.properties.user}` },
      }),
    });
    const { rest } = serve(agent, { [option]: [endpoint] });
    const body = runBodySaying('Hello', { forwardedProps: { user: 'ada' } });
    const run = await collectRun(await rest.run('default', body));
    expect(only(run.events, 'TOOL_CALL_RESULT')).toMatchObject({ content: '{"sum":3}' });
    expect(textOf(run.events)).toBe('Told: {"sum":3}');
    expect(agent.log.lastRun.input.tools).toMatchObject([
      {
        name: 'add',
        description: 'Adds numbers',
        parameters: {
          properties: { a: { type: 'number' }, note: { type: 'string' } },
          required: ['a'],
        },
      },
    ]);
    expect(server.requests.map(({ method, path, body: sent }) => [method, path, sent])).toEqual([
      [
        'POST',
        '/remote/info?key=secret',
        { properties: { user: 'ada' }, frontendUrl: 'http://page.test/chat' },
      ],
      [
        'POST',
        '/remote/actions/execute?key=secret',
        { name: 'add', arguments: { a: 2 }, properties: { user: 'ada' } },
      ],
    ]);
    for (const { headers } of server.requests) expect(headers.authorization).toBe('Bearer ada');
  });
});

describe('a remote endpoint', () => {
  it('is asked once for the requests of one moment, and again for other users', async () => {
    const { server, url } = await serveRemote();
    const agent = callingAgent('none');
    const { rest } = serve(agent, { remoteEndpoints: [{ url }] });
    const ask = (user: string) =>
      rest
        .run('default', runBodySaying('Hello', { forwardedProps: { user } }))
        .then((response) => collectRun(response));
    await Promise.all([ask('ada'), ask('ada')]);
    await ask('ada');
    expect(server.asked('/remote/info')).toHaveLength(1);
    await ask('bob');
    expect(server.asked('/remote/info')).toHaveLength(2);
  });

  it('that is down costs its tools alone, in each run, with a warning [v1.defect.13]', async () => {
    const down = await goneUrl();
    const { url } = await serveRemote();
    const endpoints = [{ url: `${down}/x?key=secret` }, { url }];
    const finder = toolFinder({ remoteEndpoints: endpoints });
    for (let run = 0; run < 2; run += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await finder.find()).toMatchObject([{ name: 'add' }]);
    }
    expect(finder.lines).toHaveLength(2);
    expect(finder.lines[0]).toBe(
      `The actions of ${down}/x are left out: Nobody listens at ${down}/x/info`,
    );
    expect(finder.pauses).toEqual([1000, 2000, 4000]);
    expect(finder.errors).toEqual([]);
  });

  it.each([502, 503, 504, 408, 429])('that answers %d is asked again', async (status) => {
    let asked = 0;
    const { url } = await serveRemote({
      '/remote/info': (_request, response) => {
        asked += 1;
        if (asked > 2) return INFO;
        response.writeHead(status).end();
        return undefined;
      },
    });
    const finder = toolFinder({ remoteEndpoints: [{ url }] });
    expect(await finder.find()).toMatchObject([{ name: 'add' }]);
    expect(finder.pauses).toEqual([1000, 2000]);
  });

  it.each<[string, RemoteRoute, RegExp]>([
    ['refuses', (_request, response) => void response.writeHead(401).end(), /has answered 401/],
    ['speaks no JSON', (_request, response) => void response.end('<html>'), /else than JSON/],
    ['answers a text', () => 'hello', /no object with lists/],
    ['answers a list', () => [INFO], /no object with lists/],
    ['has no lists', () => ({ actions: { add: 1 } }), /no object with lists/],
    ['never ends', (_request, response) => endless(response), /more than 1000000 bytes/],
    ['is silent', () => undefined, /did not answer within 80 ms/],
    ['stops in the middle', (_request, response) => void response.write('{"a'), /within 80 ms/],
  ])('that %s costs its tools, with a warning', async (_what, route, warning) => {
    const { url } = await serveRemote({ '/remote/info': route });
    const infoTimeoutMs = 80;
    const finder = toolFinder(
      { remoteEndpoints: [{ url }], actions: [{ name: 'own', handler: () => '' }] },
      warning.source.includes('80 ms') ? { infoTimeoutMs } : {},
    );
    expect(await finder.find()).toMatchObject([{ name: 'own' }]);
    expect(finder.lines).toHaveLength(1);
    expect(finder.lines[0]).toMatch(warning);
    expect(finder.lines[0]).not.toContain('secret');
  });

  it('that offers garbage among its actions keeps the others', async () => {
    const deep = { name: 'deep', parameters: [{ name: 'a', type: ['x'], enum: 'none' }] };
    const actions = [null, 1, 'x', {}, { name: 7 }, { name: 'bad', parameters: {} }, deep];
    const { url } = await serveRemote({
      '/remote/info': () => ({ actions: [...actions, { name: 'plain' }, INFO.actions[0]] }),
    });
    const finder = toolFinder({ remoteEndpoints: [{ url }] });
    expect((await finder.find()).map(({ name }) => name)).toEqual(['plain', 'add']);
    expect(finder.lines).toEqual([expect.stringContaining('7 entries that are malformed')]);
  });

  it('is followed on its own host alone', async () => {
    const other = await serveRemote();
    const redirect =
      (to: string, status = 307): RemoteRoute =>
      (_request, response) =>
        void response.writeHead(status, { location: to }).end();
    const { server, url } = await serveRemote({
      '/slash/info': redirect('/remote/info'),
      '/away/info': redirect(`${other.server.origin}/remote/info`),
      '/loop/info': redirect('/loop/info', 308),
      '/page/info': redirect('/remote/info', 302),
    });
    const find = async (path: string) => {
      const finder = toolFinder({ remoteEndpoints: [{ url: url.replace('/remote/', path) }] });
      return { tools: await finder.find(), lines: finder.lines };
    };
    expect((await find('/slash')).tools).toHaveLength(1);
    const away = await find('/away');
    expect(away.tools).toEqual([]);
    expect(away.lines[0]).toContain(`redirects to ${other.server.origin}, which is not followed`);
    expect(other.server.requests).toEqual([]);
    expect((await find('/loop')).lines[0]).toContain('redirects without an end');
    expect((await find('/page')).lines[0]).toContain('has answered 302');
    expect(server.asked('/loop/info')).toHaveLength(4);
  });

  it('whose onBeforeRequest fails costs its tools, with a warning', async () => {
    const { server, url } = await serveRemote();
    const onBeforeRequest = () => {
      throw new Error('secret');
    };
    const finder = toolFinder({ remoteEndpoints: [{ url, onBeforeRequest }] });
    expect(await finder.find()).toEqual([]);
    expect(finder.lines[0]).toMatch(/are left out: Error$/);
    expect(server.requests).toEqual([]);
  });

  it('gets the headers of onBeforeRequest instead of its own, and none that describe another body', async () => {
    const { server, url } = await serveRemote();
    const given = { 'Content-Type': 'application/json', 'Content-Length': '7', 'X-User': 'ada' };
    const more = { connection: 'upgrade', Host: 'other.test', surplus: 7 };
    const all = [{ ...given, ...more } as unknown as Record<string, string>, new Headers(given)];
    for (const headers of all) {
      const finder = toolFinder({
        remoteEndpoints: [{ url, onBeforeRequest: () => ({ headers }) }],
      });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await finder.find()).toHaveLength(1);
      const sent = server.requests.at(-1)?.headers;
      expect(sent).toMatchObject({ 'content-type': 'application/json', 'x-user': 'ada' });
      expect(sent?.host).toBe(new URL(url).host);
      expect(sent).not.toHaveProperty('surplus');
    }
  });

  it('whose headers cannot be sent costs its tools at once, with a warning that does not show them', async () => {
    const { server, url } = await serveRemote();
    const onBeforeRequest = () => ({ headers: { authorization: 'secret\n' + 'secret' } });
    const finder = toolFinder({ remoteEndpoints: [{ url, onBeforeRequest }] });
    expect(await finder.find()).toEqual([]);
    expect(finder.lines[0]).toContain('onBeforeRequest has made headers that cannot be sent');
    expect(finder.lines.join()).not.toContain('secret');
    expect(finder.pauses).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it('gets the name and the password of its address as it wants them', async () => {
    const { server, url } = await serveRemote({
      '/remote/info': ({ path }, response) => {
        if (path.includes('again')) return INFO;
        response.writeHead(307, { location: '/remote/info?again' }).end();
        return undefined;
      },
    });
    const address = url.replace('http://', 'http://ada%40home:p%3Aw@');
    const finder = toolFinder({ remoteEndpoints: [{ url: address }] });
    expect(await finder.find()).toHaveLength(1);
    const expected = `Basic ${btoa('ada@home:p:w')}`;
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      expected,
      expected,
    ]);
  });

  it('that nests its parameters without an end keeps its other actions', async () => {
    let attributes: unknown = [];
    for (let depth = 0; depth < 1000; depth += 1)
      attributes = [{ name: 'a', type: 'object', attributes }];
    const { url } = await serveRemote({
      '/remote/info': () => ({
        actions: [{ name: 'deep', parameters: attributes }, { name: 'plain' }],
      }),
    });
    const finder = toolFinder({ remoteEndpoints: [{ url }] });
    expect(await finder.find()).toMatchObject([{ name: 'plain' }]);
  });

  it.each<[string, RemoteRoute, RegExp]>([
    ['fails', (_request, response) => void response.writeHead(503).end(), /has answered 503/],
    ['hangs up', (_request, response) => void response.destroy(), /connection to .* has failed/],
    ['says too much', (_request, response) => endless(response), /more than 4000000 bytes/],
    ['has no result', () => ({ output: 1 }), /without a result/],
    ['speaks no JSON', (_request, response) => void response.end('<html>'), /else than JSON/],
  ])('runs an action once, also if its server %s', async (_what, route, message) => {
    const { server, url } = await serveRemote({ '/remote/actions/execute': route });
    const finder = toolFinder({ remoteEndpoints: [{ url }] });
    const [add] = await finder.find();
    await expect(callTool(add, { a: 1 })).rejects.toThrow(message);
    expect(server.asked('/remote/actions/execute')).toHaveLength(1);
    expect(finder.errors).toEqual([expect.objectContaining({ name: 'RemoteError' })]);
  });

  it('is asked again for an action only where nobody has listened', async () => {
    const { server, url } = await serveRemote();
    const finder = toolFinder({ remoteEndpoints: [{ url }] });
    const [add] = await finder.find();
    await server.close();
    await expect(callTool(add, { a: 1 })).rejects.toThrow('Nobody listens');
    expect(finder.pauses).toEqual([1000, 2000, 4000]);
  });

  it('learns that the run was stopped', async () => {
    const left = createGate();
    const begun = createGate();
    const { url } = await serveRemote({
      '/remote/actions/execute': (_request, response) => {
        response.once('close', () => left.open());
        begun.open();
      },
    });
    const finder = toolFinder({ remoteEndpoints: [{ url }] });
    const [add] = await finder.find();
    const run = new AbortController();
    const call = callTool(add, { a: 1 }, run.signal);
    await begun.opened;
    run.abort(new Error('stopped'));
    await expect(call).rejects.toThrow('stopped');
    await left.opened;
    expect(finder.errors).toEqual([]);
  });

  it.each([
    ['no list', {}, 'remoteEndpoints must be an array'],
    ['no endpoint', [{}], 'remoteEndpoints[0] must come of copilotKitEndpoint()'],
    ['no address', [{ url: 'remote' }], 'must be an http or https URL'],
    ['no function', [{ url: 'http://a.test', onBeforeRequest: {} }], 'onBeforeRequest'],
    ['another protocol', [{ url: 'file:///etc/passwd' }], 'must be an http or https URL'],
    [
      'no agents',
      [{ deploymentUrl: 'http://a.test', agents: 1, type: 'langgraph-platform' }],
      'agents',
    ],
    ['no platform', [{ deploymentUrl: 'x', agents: [{ name: 'a' }] }], 'The deploymentUrl'],
  ])('is refused at construction: %s', (_what, remoteEndpoints, message) => {
    const make = () => new CopilotRuntime({ remoteEndpoints: remoteEndpoints as never });
    expect(make).toThrow(message);
  });
});

function endless(response: Parameters<RemoteRoute>[1]): void {
  const piece = Buffer.alloc(100_000, 32);
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}
