import { describe, expect, it } from '@jest/globals';

import { ConfigError } from '@flightdeck/core';
import { copilotFastify } from '@flightdeck/runtime-fastify';

import { expectEnvelope, expectInfo, expectRun } from './support/requests.js';
import { createApp, runtimeWith, serveApp } from './support/serve-app.js';

describe('the place of a runtime', () => {
  it('is its base path below the prefixes of all scopes around it [adapters.fastify.mounts]', async () => {
    const app = createApp();
    app.register(
      async (scope) => {
        scope.register(copilotFastify, { runtime: runtimeWith(), prefix: '/v1', basePath: 'c/' });
      },
      { prefix: '/api' },
    );
    const url = await serveApp(app);
    await expectInfo(`${url}/api/v1/c`);
    await expectRun(`${url}/api/v1/c`);
    await expectEnvelope(`${url}/api/v1/c`);
    await expectEnvelope(`${url}/api/v1/c/`);
  });

  it('may have parameters, which hooks of the runtime find on the request of Fastify', async () => {
    const seen: unknown[] = [];
    const runtime = runtimeWith({
      identifyUser: (_request, { nativeRequest }) => {
        seen.push((nativeRequest as { params: unknown }).params);
        return { id: 'u1' };
      },
    });
    const app = createApp();
    app.register(copilotFastify, { runtime, prefix: '/tenants/:tenant' });
    await expectRun(`${await serveApp(app)}/tenants/a%20b`);
    expect(seen).toEqual([{ tenant: 'a b', agentId: 'default' }]);
  });

  it('differs between the runtimes of one application', async () => {
    const app = createApp();
    app.register(copilotFastify, { runtime: runtimeWith(), prefix: '/one' });
    app.register(copilotFastify, { runtime: runtimeWith({ agents: {} }), basePath: '/two' });
    const url = await serveApp(app);
    await expectInfo(`${url}/one`);
    const two = await fetch(`${url}/two/info`);
    expect(await two.json()).toMatchObject({ agents: {} });
  });

  it.each([{}, { ignoreTrailingSlash: true }, { routerOptions: { ignoreTrailingSlash: true } }])(
    'is found with a trailing slash by an application with %j',
    async (options) => {
      const app = createApp(options);
      app.register(copilotFastify, { runtime: runtimeWith(), basePath: '/c' });
      const url = await serveApp(app);
      expect((await fetch(`${url}/c/info/`)).status).toBe(200);
      await expectInfo(`${url}/c`);
      await expectEnvelope(`${url}/c/`);
    },
  );

  it('is told from where clients asked, and by a proxy with trustProxy', async () => {
    const seen: string[] = [];
    const hooks = { onRequest: ({ request }: { request: Request }) => void seen.push(request.url) };
    const app = createApp();
    const runtime = runtimeWith();
    app.register(copilotFastify, { runtime, hooks, prefix: '/c' });
    app.register(copilotFastify, { runtime, hooks, prefix: '/p', trustProxy: true });
    const url = await serveApp(app);
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'app.test' };
    await fetch(`${url}/c/info?a=b`, { headers });
    await fetch(`${url}/p/info`, { headers });
    expect(seen).toEqual([`${url}/c/info?a=b`, 'https://app.test/p/info']);
  });
});

describe('what is no route of the runtime', () => {
  it('stays with the application, below the base path and at its root [adapters.fastify.mounts]', async () => {
    const app = createApp();
    app.setNotFoundHandler((_request, reply) => reply.code(418).send('teapot'));
    app.get('/', () => 'home');
    app.get('/c/health', () => 'healthy');
    app.register(copilotFastify, { runtime: runtimeWith(), basePath: '/c' });
    app.register(copilotFastify, { runtime: runtimeWith() });
    const url = await serveApp(app);
    const textOf = async (path: string) => (await fetch(`${url}${path}`)).text();
    expect(await textOf('/')).toBe('home');
    expect(await textOf('/c/health')).toBe('healthy');
    expect(await textOf('/c/nothing')).toBe('teapot');
    await expectInfo(url);
    await expectEnvelope(url);
  });

  it('is the root of an application for a runtime without envelopes', async () => {
    const app = createApp();
    app.post('/', () => 'mine');
    app.register(copilotFastify, { runtime: runtimeWith(), mode: 'multi-route' });
    const url = await serveApp(app);
    expect(await (await fetch(url, { method: 'POST' })).text()).toBe('mine');
    await expectInfo(url);
  });

  it('is everything but the base path for a runtime without REST', async () => {
    const app = createApp();
    app.get('/c/info', () => 'mine');
    app.register(copilotFastify, {
      runtime: runtimeWith(),
      basePath: '/c',
      mode: 'single-route',
    });
    const url = await serveApp(app);
    expect(await (await fetch(`${url}/c/info`)).text()).toBe('mine');
    await expectEnvelope(`${url}/c`);
  });
});

describe('a mistake in the options', () => {
  it.each([
    { basePath: '' },
    { basePath: '/a?b' },
    { cors: { credentials: true } },
    { mode: 'both' as 'multi-route' },
  ])('keeps the application from starting: %j', async (options) => {
    const app = createApp();
    app.register(copilotFastify, { runtime: runtimeWith(), ...options });
    await expect(app.ready()).rejects.toThrow(ConfigError);
  });
});
