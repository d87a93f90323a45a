import { describe, expect, it } from '@jest/globals';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors as honoCors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';

import { ConfigError } from '@flightdeck/core';
import {
  createCopilotHonoHandler,
  toFetchCorsConfig,
  type CopilotEndpointCorsConfig,
  type CopilotHonoEndpointParams,
} from '@flightdeck/runtime-hono';

import { runtimeWith } from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

const ORIGIN = 'https://page.test';
const HOST_ORIGIN = 'https://host.test';
const PREFLIGHT = {
  method: 'OPTIONS',
  headers: {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,x-tenant',
  },
};

const pass: MiddlewareHandler = (_c, next) => next();

async function serveWith(
  params: Partial<CopilotHonoEndpointParams>,
  before: MiddlewareHandler = pass,
): Promise<string> {
  const app = new Hono()
    .use(before)
    .route('/', createCopilotHonoHandler({ runtime: runtimeWith(), ...params }))
    .get('/private', (c) => c.text('private'))
    .options('/private', (c) => c.text('teapot', 418));
  return serveApp(app);
}

const header = (response: Response, name: string) => response.headers.get(`access-control-${name}`);
const request = (url: string, origin = ORIGIN) => fetch(url, { headers: { origin } });

describe('CORS by default', () => {
  it('allows every origin on the paths of the runtime, without cookies [adapters.hono.cors]', async () => {
    const url = await serveWith({ basePath: '/c' });
    const response = await request(`${url}/c/info`);
    expect(header(response, 'allow-origin')).toBe('*');
    expect(header(response, 'allow-credentials')).toBeNull();
  });

  it('answers preflights [adapters.hono.cors]', async () => {
    const url = await serveWith({ basePath: '/c' });
    const response = await fetch(`${url}/c/agent/default/run`, PREFLIGHT);
    expect(response.status).toBe(204);
    expect(header(response, 'allow-origin')).toBe('*');
    expect(header(response, 'allow-headers')).toBe('authorization, content-type, x-tenant');
  });

  it.each(['/c', '/', undefined])(
    'leaves no trace on the rest of the application with the base path %s [adapters.hono.cors]',
    async (basePath) => {
      const url = await serveWith(basePath === undefined ? {} : { basePath });
      const response = await request(`${url}/private`);
      expect(await response.text()).toBe('private');
      expect(header(response, 'allow-origin')).toBeNull();
      const preflight = await fetch(`${url}/private`, PREFLIGHT);
      expect([preflight.status, header(preflight, 'allow-origin')]).toEqual([418, null]);
    },
  );
});

describe('CORS with options', () => {
  it('can be switched off [adapters.hono.cors]', async () => {
    const url = await serveWith({ basePath: '/c', cors: false });
    expect(header(await request(`${url}/c/info`), 'allow-origin')).toBeNull();
    expect((await fetch(`${url}/c/info`, PREFLIGHT)).status).toBe(405);
  });

  it('allows the origins listed, with cookies', async () => {
    const cors = { origin: [ORIGIN], credentials: true };
    const url = await serveWith({ basePath: '/c', cors });
    const allowed = await request(`${url}/c/info`);
    expect(header(allowed, 'allow-origin')).toBe(ORIGIN);
    expect(header(allowed, 'allow-credentials')).toBe('true');
    expect(header(await request(`${url}/c/info`, 'https://evil.test'), 'allow-origin')).toBeNull();
  });

  it('asks a function about the origin, which may expect a context', async () => {
    const seen: unknown[] = [];
    const cors: CopilotEndpointCorsConfig = {
      origin: (origin, context) => {
        seen.push(origin, context);
        return null;
      },
    };
    const url = await serveWith({ basePath: '/c', cors });
    expect(header(await request(`${url}/c/info`), 'allow-origin')).toBeNull();
    expect(seen).toEqual([ORIGIN, undefined]);
  });

  it.each<CopilotEndpointCorsConfig>([
    { credentials: true },
    { credentials: true, origin: '*' },
    { credentials: true, origin: [ORIGIN, '*'] },
  ])('refuses %j, by which any page could act for its visitors [adapters.hono.cors]', (cors) => {
    const runtime = runtimeWith();
    expect(() => createCopilotHonoHandler({ runtime, cors })).toThrow(ConfigError);
  });

  it('is the same for the fetch handler [api.hono]', () => {
    const config = { origin: ORIGIN, credentials: true };
    expect(toFetchCorsConfig(config)).toEqual(config);
  });
});

describe('headers of the application', () => {
  it('about CORS are never overridden [adapters.hono.host-headers]', async () => {
    const cors = { origin: [ORIGIN], credentials: true };
    const url = await serveWith({ basePath: '/c', cors }, honoCors({ origin: () => HOST_ORIGIN }));
    const response = await request(`${url}/c/info`);
    expect(header(response, 'allow-origin')).toBe(HOST_ORIGIN);
    expect(header(response, 'allow-credentials')).toBeNull();
  });

  it('that permit cookies, but not to this origin, are not joined by one that permits the origin', async () => {
    const host = honoCors({ origin: [HOST_ORIGIN], credentials: true });
    const url = await serveWith({ basePath: '/c' }, host);
    const response = await fetch(`${url}/c/info`, { headers: { origin: ORIGIN } });
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('about cookies for its own origin stay', async () => {
    const host = honoCors({ origin: HOST_ORIGIN, credentials: true });
    const url = await serveWith({ basePath: '/c' }, host);
    const response = await request(`${url}/c/info`, HOST_ORIGIN);
    expect(header(response, 'allow-origin')).toBe(HOST_ORIGIN);
    expect(header(response, 'allow-credentials')).toBe('true');
  });

  it('about CORS are completed, but not overridden, by the answer to a preflight', async () => {
    const url = await serveWith({ basePath: '/c' }, async (c, next) => {
      c.header('access-control-allow-origin', HOST_ORIGIN);
      await next();
    });
    const response = await fetch(`${url}/c/info`, PREFLIGHT);
    expect([response.status, header(response, 'allow-origin')]).toEqual([204, HOST_ORIGIN]);
    expect(header(response, 'allow-headers')).toBe('authorization, content-type, x-tenant');
  });

  it('that list something are added to, and others stay [adapters.hono.host-headers]', async () => {
    const setCookie = { 'set-cookie': 'ours=1', vary: 'Cookie', 'x-own': 'ours' };
    const hooks = { onResponse: () => new Response('hooked', { headers: setCookie }) };
    const url = await serveWith({ basePath: '/c', hooks }, async (c, next) => {
      c.header('set-cookie', 'host=1');
      c.header('set-cookie', 'host=2', { append: true });
      c.header('vary', 'Accept-Encoding');
      c.header('x-own', 'host');
      c.header('x-host', 'host');
      await next();
    });
    const response = await request(`${url}/c/info`);
    expect(await response.text()).toBe('hooked');
    expect(response.headers.getSetCookie()).toEqual(['host=1', 'host=2', 'ours=1']);
    expect(response.headers.get('vary')).toBe('Accept-Encoding, Cookie');
    expect(response.headers.get('x-own')).toBe('ours');
    expect(response.headers.get('x-host')).toBe('host');
  });

  it('do not change what proxies are told about streams', async () => {
    const url = await serveWith({ basePath: '/c' }, async (c, next) => {
      c.header('cache-control', 'public, max-age=60');
      await next();
    });
    const response = await fetch(`${url}/c/agent/default/connect`, {
      method: 'POST',
      body: JSON.stringify({ threadId: 't', runId: 'r', messages: [], tools: [], context: [] }),
    });
    expect(response.headers.get('cache-control')).toContain('no-transform');
    await response.text();
  });

  it('can be set after the answer, too', async () => {
    const url = await serveWith({ basePath: '/c' }, secureHeaders());
    const response = await request(`${url}/c/info`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(header(response, 'allow-origin')).toBe('*');
  });
});
