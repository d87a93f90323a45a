import { describe, expect, it } from '@jest/globals';
import express from 'express';

import { ConfigError } from '@flightdeck/core';
import {
  createCopilotEndpointExpress,
  createCopilotEndpointSingleRouteExpress,
  createCopilotExpressHandler,
} from '@flightdeck/runtime-express';

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

describe('mounting', () => {
  it.each(['/api/copilotkit', 'api/copilotkit', '/api/copilotkit/'])(
    'serves below the base path %s at the root of an application',
    async (basePath) => {
      const url = await serveApp(express().use(createCopilotExpressHandler({ runtime, basePath })));
      await expectInfo(`${url}/api/copilotkit`);
      await expectRun(`${url}/api/copilotkit`);
      await expectEnvelope(`${url}/api/copilotkit`);
      await expectEnvelope(`${url}/api/copilotkit/`);
    },
  );

  it.each([{}, { basePath: '/' }])('serves at the mount point with %j', async (options) => {
    const app = express().use(
      '/api/copilotkit',
      createCopilotExpressHandler({ runtime, ...options }),
    );
    const url = await serveApp(app);
    await expectInfo(`${url}/api/copilotkit`);
    await expectRun(`${url}/api/copilotkit`);
    await expectEnvelope(`${url}/api/copilotkit`);
    await expectEnvelope(`${url}/api/copilotkit/`);
  });

  it('strips the mount path the same way with and without a body parser', async () => {
    const handler = createCopilotExpressHandler({ runtime, basePath: '/x' });
    const url = await serveApp(express().use('/m', express.json(), handler));
    await expectInfo(`${url}/m/x`);
    await expectRun(`${url}/m/x`);
    await expectRun(`${url}/m/x`, { 'content-type': 'text/plain' });
  });

  it('serves within routers, with parameters on the way', async () => {
    const inner = express.Router().use('/chat', createCopilotExpressHandler({ runtime }));
    const url = await serveApp(express().use('/tenants/:tenant', inner));
    await expectInfo(`${url}/tenants/a%20b/chat`);
    await expectRun(`${url}/tenants/a%20b/chat`);
  });

  it('serves two runtimes of one application', async () => {
    const app = express()
      .use('/one', createCopilotExpressHandler({ runtime }))
      .use(createCopilotExpressHandler({ runtime: runtimeWith(), basePath: '/two' }));
    const url = await serveApp(app);
    await expectInfo(`${url}/one`);
    await expectInfo(`${url}/two`);
  });

  it('serves only the envelope in single-route mode', async () => {
    const handler = createCopilotEndpointSingleRouteExpress({ runtime, basePath: '/chat' });
    const url = await serveApp(express().use(handler));
    await expectEnvelope(`${url}/chat`);
    await expectEnvelope(`${url}/chat/`);
    expect((await fetch(`${url}/chat/info`)).status).toBe(404);
  });

  it('serves only REST in multi-route mode', async () => {
    const handler = createCopilotEndpointExpress({
      runtime,
      basePath: '/chat',
      mode: 'multi-route',
    });
    const url = await serveApp(express().use(handler));
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
  it('goes on to the application outside of the base path', async () => {
    const app = express()
      .use(createCopilotExpressHandler({ runtime, basePath: '/chat' }))
      .use((_req, res) => void res.status(418).send('app'));
    const url = await serveApp(app);
    expect((await fetch(`${url}/`)).status).toBe(418);
    expect((await fetch(`${url}/chats/info`)).status).toBe(418);
    await expectNotFound(await fetch(`${url}/chat/nothing`));
  });

  it('goes on to the application when the runtime is at its root', async () => {
    const hooked: string[] = [];
    const hooks = { onRequest: ({ path }: { path: string }) => void hooked.push(path) };
    const app = express()
      .use(createCopilotExpressHandler({ runtime, hooks }))
      .use(express.json())
      .use((req, res) => void res.status(418).json({ path: req.path, body: req.body ?? null }));
    const url = await serveApp(app);
    await expectInfo(url);
    await expectRun(url);
    await expectEnvelope(url);
    expect(hooked).toEqual(['/info', '/agent/default/run', '/']);
    for (const path of ['/', '/private', '/docs/info', '/agent/default']) {
      const response = await fetch(`${url}${path}`);
      expect([response.status, await response.json()]).toMatchObject([418, { path }]);
    }
    const post = await fetch(`${url}/orders`, {
      method: 'POST',
      body: '{"a":1}',
      headers: JSON_TYPE,
    });
    expect(await post.json()).toEqual({ path: '/orders', body: { a: 1 } });
    expect(hooked).toHaveLength(3);
  });

  it('leaves all but envelopes to the application in single-route mode at its root', async () => {
    const app = express()
      .use(createCopilotExpressHandler({ runtime, mode: 'single-route' }))
      .use((_req, res) => void res.sendStatus(418));
    const url = await serveApp(app);
    await expectEnvelope(url);
    expect((await fetch(url)).status).toBe(418);
    expect((await fetch(`${url}/info`)).status).toBe(418);
  });

  it('leaves the base itself to the application in multi-route mode at its root', async () => {
    const app = express()
      .use(createCopilotExpressHandler({ runtime, mode: 'multi-route' }))
      .use((_req, res) => void res.sendStatus(418));
    const url = await serveApp(app);
    await expectInfo(url);
    expect((await fetch(url, { method: 'POST' })).status).toBe(418);
  });

  it('is answered with 404 JSON below a mount point', async () => {
    const app = express().use('/chat', createCopilotExpressHandler({ runtime }));
    const url = await serveApp(app.use((_req, res) => void res.sendStatus(418)));
    await expectNotFound(await fetch(`${url}/chat/nothing`));
    expect((await fetch(`${url}/chat/info`, { method: 'DELETE' })).status).toBe(405);
  });

  it('is a path that cannot be decoded', async () => {
    const url = await serveApp(express().use('/chat', createCopilotExpressHandler({ runtime })));
    const broken = '/chat/agent/%E0%A4%A/run';
    await expectNotFound(await fetch(`${url}${broken}`, { method: 'POST' }));
  });
});

describe('configuration', () => {
  it('refuses an empty base path', () => {
    expect(() => createCopilotExpressHandler({ runtime, basePath: '' })).toThrow(
      new ConfigError('basePath must be provided for Express endpoint'),
    );
  });

  it('has its deprecated name', () => {
    expect(createCopilotEndpointExpress).toBe(createCopilotExpressHandler);
  });
});

describe('user code', () => {
  it('sees the URL of the client and the request of Express', async () => {
    const seen: unknown[] = [];
    const identified = runtimeWith({
      identifyUser: (request, { nativeRequest }) => {
        seen.push(request.url, (nativeRequest as { user?: string }).user);
        return { id: 'u1' };
      },
    });
    const app = express()
      .use((req, _res, next) => {
        Object.assign(req, { user: 'Ada' });
        next();
      })
      .use('/chat', createCopilotExpressHandler({ runtime: identified }));
    const url = await serveApp(app);
    await expectInfo(`${url}/chat`);
    expect(seen).toEqual([`${url}/chat/info`, 'Ada']);
  });

  it('sees the parameters of the path at which it is mounted', async () => {
    const seen: unknown[] = [];
    const identified = runtimeWith({
      identifyUser: (_request, { nativeRequest }) => {
        seen.push((nativeRequest as { params: unknown }).params);
        return { id: 'u1' };
      },
    });
    const handler = createCopilotExpressHandler({ runtime: identified });
    const url = await serveApp(express().use('/tenants/:tenant', handler));
    await expectInfo(`${url}/tenants/a%20b`);
    expect(seen).toEqual([{ tenant: 'a b' }]);
  });

  it('sees the URL at the proxy with trustProxy', async () => {
    const seen: string[] = [];
    const hooks = { onRequest: ({ request }: { request: Request }) => void seen.push(request.url) };
    const handler = createCopilotExpressHandler({ runtime, hooks, trustProxy: true });
    const url = await serveApp(express().use('/chat', handler));
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'app.test' };
    await fetch(`${url}/chat/info`, { headers });
    expect(seen).toEqual(['https://app.test/chat/info']);
  });
});
