import { describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';

import { ConfigError } from '@flightdeck/core';
import {
  createCopilotEndpoint,
  createCopilotEndpointSingleRoute,
  createCopilotHonoHandler,
} from '@flightdeck/runtime-hono';

import {
  expectEnvelope,
  expectInfo,
  expectNotFound,
  expectRun,
  JSON_TYPE,
  runtimeWith,
} from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

const runtime = runtimeWith();

/** Answers whatever gets this far. */
const teapot = (): Response => new Response('app', { status: 418 });

describe('mounting', () => {
  it.each(['/api/copilotkit', 'api/copilotkit', '/api/copilotkit/'])(
    'serves below the base path %s at the root of an application [adapters.hono.mounts]',
    async (basePath) => {
      const url = await serveApp(
        new Hono().route('/', createCopilotHonoHandler({ runtime, basePath })),
      );
      await expectInfo(`${url}/api/copilotkit`);
      await expectRun(`${url}/api/copilotkit`);
      await expectEnvelope(`${url}/api/copilotkit`);
      await expectEnvelope(`${url}/api/copilotkit/`);
    },
  );

  it.each([{}, { basePath: '/' }])(
    'serves at the mount point with %j [adapters.hono.mounts]',
    async (options) => {
      const handler = createCopilotHonoHandler({ runtime, ...options });
      const url = await serveApp(new Hono().route('/api/copilotkit', handler));
      await expectInfo(`${url}/api/copilotkit`);
      await expectRun(`${url}/api/copilotkit`);
      await expectEnvelope(`${url}/api/copilotkit`);
      await expectEnvelope(`${url}/api/copilotkit/`);
    },
  );

  it.each([{}, { basePath: '/chat' }])(
    'serves by the fetch function of its own with %j [adapters.hono.mounts]',
    async (options: { basePath?: string }) => {
      const url = await serveApp(createCopilotHonoHandler({ runtime, ...options }));
      await expectInfo(`${url}${options.basePath ?? ''}`);
      await expectRun(`${url}${options.basePath ?? ''}`);
    },
  );

  it('serves below a mount path and a base path together', async () => {
    const handler = createCopilotHonoHandler({ runtime, basePath: '/chat' });
    const url = await serveApp(new Hono().basePath('/v1').route('/api', handler));
    await expectInfo(`${url}/v1/api/chat`);
    await expectRun(`${url}/v1/api/chat`);
    await expectEnvelope(`${url}/v1/api/chat`);
  });

  it.each<[string, Hono]>([
    [
      'a mount path',
      new Hono().route('/tenants/:tenant/chat', createCopilotHonoHandler({ runtime })),
    ],
    [
      'applications within each other',
      new Hono().route(
        '/tenants/:tenant',
        new Hono().route('/chat', createCopilotHonoHandler({ runtime })),
      ),
    ],
    [
      'the base path',
      createCopilotHonoHandler({ runtime, basePath: '/tenants/:tenant{[^/]+}/chat' }),
    ],
  ])('serves with parameters in %s', async (_title, app) => {
    const url = await serveApp(app);
    await expectInfo(`${url}/tenants/a%20b/chat`);
    await expectRun(`${url}/tenants/a%20b/chat`);
    await expectEnvelope(`${url}/tenants/a%20b/chat`);
  });

  it('serves when it is mounted like the application of another framework', async () => {
    const handler = createCopilotHonoHandler({ runtime });
    const app = new Hono().mount('/chat', (request: Request) => handler.fetch(request));
    const url = await serveApp(app);
    await expectInfo(`${url}/chat`);
    await expectRun(`${url}/chat`);
  });

  it('serves where the application routes by more than the path', async () => {
    const getPath = (request: Request) =>
      `/${new URL(request.url).hostname}${new URL(request.url).pathname}`;
    const app = new Hono({ getPath }).route('/127.0.0.1', createCopilotHonoHandler({ runtime }));
    const url = await serveApp(app);
    await expectInfo(url);
    await expectRun(url);
  });

  it('serves in an application that is not strict about slashes', async () => {
    const app = new Hono({ strict: false }).route('/chat', createCopilotHonoHandler({ runtime }));
    const url = await serveApp(app);
    await expectEnvelope(`${url}/chat/`);
    await expectInfo(`${url}/chat`);
  });

  it('serves two runtimes of one application', async () => {
    const app = new Hono()
      .route('/one', createCopilotHonoHandler({ runtime }))
      .route('/', createCopilotHonoHandler({ runtime: runtimeWith(), basePath: '/two' }));
    const url = await serveApp(app);
    await expectInfo(`${url}/one`);
    await expectInfo(`${url}/two`);
  });

  it('serves only the envelope in single-route mode [api.hono]', async () => {
    const handler = createCopilotEndpointSingleRoute({ runtime, basePath: '/chat' });
    const url = await serveApp(new Hono().route('/', handler));
    await expectEnvelope(`${url}/chat`);
    await expectEnvelope(`${url}/chat/`);
    expect((await fetch(`${url}/chat/info`)).status).toBe(404);
  });

  it('serves only REST in multi-route mode', async () => {
    const handler = createCopilotEndpoint({ runtime, basePath: '/chat', mode: 'multi-route' });
    const url = await serveApp(new Hono().route('/', handler));
    await expectInfo(`${url}/chat`);
    const envelope = { method: 'POST', body: '{"method":"info"}', headers: JSON_TYPE };
    const response = await fetch(`${url}/chat`, envelope);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: 'single_route_envelope_against_multi_route_runtime',
    });
  });
});

describe('what is not the runtime’s', () => {
  it('goes on to the application outside of the base path [adapters.hono.foreign-paths]', async () => {
    const app = new Hono()
      .route('/', createCopilotHonoHandler({ runtime, basePath: '/chat' }))
      .all('*', teapot);
    const url = await serveApp(app);
    expect((await fetch(`${url}/`)).status).toBe(418);
    expect((await fetch(`${url}/chats/info`)).status).toBe(418);
    await expectNotFound(await fetch(`${url}/chat/nothing`));
  });

  it('goes on when the runtime is at the root of the application [adapters.hono.foreign-paths]', async () => {
    const hooked: string[] = [];
    const hooks = { onRequest: ({ path }: { path: string }) => void hooked.push(path) };
    const app = new Hono()
      .route('/', createCopilotHonoHandler({ runtime, hooks }))
      .all('*', async (c) => c.json({ path: c.req.path, body: await c.req.text() }, 418));
    const url = await serveApp(app);
    await expectInfo(url);
    await expectRun(url);
    await expectEnvelope(url);
    expect(hooked).toEqual(['/info', '/agent/default/run', '/']);
    for (const path of ['/', '/private', '/docs/info', '/agent/default']) {
      const response = await fetch(`${url}${path}`);
      expect([response.status, await response.json()]).toMatchObject([418, { path }]);
    }
    const post = await fetch(`${url}/orders`, { method: 'POST', body: 'order' });
    expect(await post.json()).toEqual({ path: '/orders', body: 'order' });
    expect(hooked).toHaveLength(3);
  });

  it('gets the answer of the application where that has none either', async () => {
    const app = new Hono()
      .route('/', createCopilotHonoHandler({ runtime }))
      .notFound((c) => c.text('lost', 404));
    expect(await (await app.request('/nothing')).text()).toBe('lost');
  });

  it('is all but envelopes in single-route mode at the root', async () => {
    const app = new Hono()
      .route('/', createCopilotHonoHandler({ runtime, mode: 'single-route' }))
      .all('*', teapot);
    const url = await serveApp(app);
    await expectEnvelope(url);
    expect((await fetch(url)).status).toBe(418);
    expect((await fetch(`${url}/info`)).status).toBe(418);
  });

  it('is answered with 404 JSON below a mount point', async () => {
    const app = new Hono().route('/chat', createCopilotHonoHandler({ runtime })).all('*', teapot);
    const url = await serveApp(app);
    await expectNotFound(await fetch(`${url}/chat/nothing`));
    expect((await fetch(`${url}/chat/info`, { method: 'DELETE' })).status).toBe(405);
  });

  it('is a path that cannot be decoded', async () => {
    const app = new Hono().route('/chat', createCopilotHonoHandler({ runtime }));
    const url = await serveApp(app);
    await expectNotFound(await fetch(`${url}/chat/agent/%E0%A4%A/run`, { method: 'POST' }));
  });
});

describe('configuration', () => {
  it('refuses an empty base path', () => {
    expect(() => createCopilotHonoHandler({ runtime, basePath: '' })).toThrow(ConfigError);
  });

  it('refuses an unknown mode', () => {
    const mode = 'both' as 'multi-route';
    expect(() => createCopilotHonoHandler({ runtime, mode })).toThrow(ConfigError);
  });

  it('has its deprecated name [api.hono]', () => {
    expect(createCopilotEndpoint).toBe(createCopilotHonoHandler);
  });

  it('returns an application of Hono', () => {
    expect(createCopilotHonoHandler({ runtime })).toBeInstanceOf(Hono);
  });
});
