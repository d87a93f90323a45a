import { describe, expect, it } from '@jest/globals';
import express, { type RequestHandler } from 'express';

import { ConfigError } from '@flightdeck/core';
import {
  createCopilotExpressHandler,
  type CopilotExpressCorsOptions,
  type CopilotExpressEndpointParams,
} from '@flightdeck/runtime-express';

import { runtimeWith } from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

const ORIGIN = 'https://page.test';
const PREFLIGHT = {
  method: 'OPTIONS',
  headers: {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,x-tenant',
  },
};

async function serveWith(
  params: Partial<CopilotExpressEndpointParams>,
  before: RequestHandler = (_req, _res, next) => next(),
): Promise<string> {
  const handler = createCopilotExpressHandler({ runtime: runtimeWith(), ...params });
  const app = express()
    .use(before)
    .use(handler)
    .get('/private', (_req, res) => void res.send('private'))
    .options('/private', (_req, res) => void res.sendStatus(418));
  return serveApp(app);
}

const header = (response: Response, name: string) => response.headers.get(`access-control-${name}`);
const request = (url: string, origin = ORIGIN) => fetch(url, { headers: { origin } });

describe('CORS by default', () => {
  it('allows every origin on the paths of the runtime, without cookies', async () => {
    const url = await serveWith({ basePath: '/c' });
    const response = await request(`${url}/c/info`);
    expect(header(response, 'allow-origin')).toBe('*');
    expect(header(response, 'allow-credentials')).toBeNull();
  });

  it('answers preflights, and repeats the headers asked for instead of a wildcard', async () => {
    const url = await serveWith({ basePath: '/c' });
    const response = await fetch(`${url}/c/agent/default/run`, PREFLIGHT);
    expect(response.status).toBe(204);
    expect(response.headers.get('content-length')).toBe('0');
    expect(header(response, 'allow-origin')).toBe('*');
    expect(header(response, 'allow-headers')).toBe('authorization,content-type,x-tenant');
    expect(header(response, 'allow-methods')).toBe('GET,HEAD,PUT,POST,DELETE,PATCH,OPTIONS');
    expect(response.headers.get('vary')).toContain('Access-Control-Request-Headers');
  });

  it('reaches error responses, too', async () => {
    const url = await serveWith({ basePath: '/c' });
    const response = await request(`${url}/c/nothing`);
    expect([response.status, header(response, 'allow-origin')]).toEqual([404, '*']);
  });

  it.each(['/c', '/', undefined])(
    'leaves no trace on the rest of the application with the base path %s',
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
  it('can be switched off', async () => {
    const url = await serveWith({ basePath: '/c', cors: false });
    expect(header(await request(`${url}/c/info`), 'allow-origin')).toBeNull();
    expect((await fetch(`${url}/c/info`, PREFLIGHT)).status).toBe(405);
  });

  it('allows the origins listed, with cookies', async () => {
    const cors = { origin: [ORIGIN, 'https://other.test'], credentials: true };
    const url = await serveWith({ basePath: '/c', cors });
    const allowed = await request(`${url}/c/info`);
    expect(header(allowed, 'allow-origin')).toBe(ORIGIN);
    expect(header(allowed, 'allow-credentials')).toBe('true');
    const refused = await request(`${url}/c/info`, 'https://evil.test');
    expect(header(refused, 'allow-origin')).toBeNull();
    for (const response of [allowed, refused])
      expect(response.headers.get('vary')).toContain('Origin');
  });

  it('asks a function about the origin', async () => {
    const cors: CopilotExpressCorsOptions = {
      origin: (origin, decide) => decide(null, origin === ORIGIN),
    };
    const url = await serveWith({ basePath: '/c', cors });
    expect(header(await request(`${url}/c/info`), 'allow-origin')).toBe(ORIGIN);
    const refused = await request(`${url}/c/info`, 'https://evil.test');
    expect([refused.status, header(refused, 'allow-origin')]).toEqual([200, null]);
  });

  it('reports a function that fails to the error handler of the application', async () => {
    const cors: CopilotExpressCorsOptions = {
      origin: (_origin, decide) => decide(new Error('no')),
    };
    const handler = createCopilotExpressHandler({ runtime: runtimeWith(), cors });
    const onError: express.ErrorRequestHandler = (error, _req, res, _next) =>
      void res.status(502).send(String(error));
    const url = await serveApp(express().use('/c', handler).use(onError));
    expect(await (await request(`${url}/c/info`)).text()).toBe('Error: no');
  });

  it('hands preflights on when asked to', async () => {
    const url = await serveWith({ basePath: '/c', cors: { preflightContinue: true } });
    expect((await fetch(`${url}/c/info`, PREFLIGHT)).status).toBe(405);
  });

  it('passes the other options on', async () => {
    const cors = { maxAge: 60, exposedHeaders: ['x-run'], optionsSuccessStatus: 200 };
    const url = await serveWith({ basePath: '/c', cors });
    const preflight = await fetch(`${url}/c/info`, PREFLIGHT);
    expect([preflight.status, header(preflight, 'max-age')]).toEqual([200, '60']);
    expect(header(await request(`${url}/c/info`), 'expose-headers')).toBe('x-run');
  });

  it.each<CopilotExpressCorsOptions>([
    { credentials: true },
    { credentials: true, origin: '*' },
    { credentials: true, origin: true },
    { credentials: true, origin: [ORIGIN, '*'] },
  ])('refuses %j, by which any page could act for its visitors', (cors) => {
    const runtime = runtimeWith();
    expect(() => createCopilotExpressHandler({ runtime, cors })).toThrow(ConfigError);
  });
});

describe('CORS headers of the application', () => {
  const host: RequestHandler = (_req, res, next) => {
    res.setHeader('Access-Control-Allow-Origin', 'https://host.test');
    res.vary('Accept-Encoding');
    next();
  };

  it('are never overridden', async () => {
    const cors = { origin: [ORIGIN], credentials: true };
    const url = await serveWith({ basePath: '/c', cors }, host);
    const response = await request(`${url}/c/info`);
    expect(header(response, 'allow-origin')).toBe('https://host.test');
    expect(header(response, 'allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
  });

  it('that permit cookies, but not to this origin, are not joined by one that permits the origin', async () => {
    const withCookies: RequestHandler = (_req, res, next) => {
      res.setHeader('Access-Control-Allow-Credentials', 'true');
      next();
    };
    const cors = { origin: [ORIGIN] };
    const url = await serveWith({ basePath: '/c', cors }, withCookies);
    for (const init of [PREFLIGHT, { headers: { origin: ORIGIN } }]) {
      expect(header(await fetch(`${url}/c/info`, init), 'allow-origin')).toBeNull();
    }
  });

  it('are completed, but not overridden, by the answer to a preflight', async () => {
    const url = await serveWith({ basePath: '/c' }, host);
    const response = await fetch(`${url}/c/info`, PREFLIGHT);
    expect(response.status).toBe(204);
    expect(header(response, 'allow-origin')).toBe('https://host.test');
    expect(header(response, 'allow-headers')).toBe('authorization,content-type,x-tenant');
  });
});
