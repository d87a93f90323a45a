import { describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';

import { copilotFastify, type CopilotFastifyOptions } from '@flightdeck/runtime-fastify';

import { expectRun } from './support/requests.js';
import { createApp, runtimeWith, serveApp } from './support/serve-app.js';

const ORIGIN = 'https://page.test';
const PREFLIGHT = {
  method: 'OPTIONS',
  headers: {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,x-tenant',
  },
};

function serve(
  options: Partial<CopilotFastifyOptions> = {},
  app: FastifyInstance = createApp(),
): Promise<string> {
  app.get('/private', () => 'private');
  app.register(copilotFastify, { runtime: runtimeWith(), basePath: '/c', ...options });
  return serveApp(app);
}

const header = (response: Response, name: string) => response.headers.get(`access-control-${name}`);
const request = (url: string, origin = ORIGIN) => fetch(url, { headers: { origin } });

/** As `@fastify/cors` does it: headers on the reply, and preflights answered in a hook. */
function addCorsPlugin(app: FastifyInstance): void {
  app.addHook('onRequest', async (incoming, reply) => {
    if (incoming.headers.origin === undefined) return;
    reply.header('access-control-allow-origin', 'https://host.test').header('vary', 'Origin');
    if (incoming.headers['access-control-request-method'] === undefined) return;
    await reply.code(204).header('access-control-allow-methods', 'GET').send();
  });
}

describe('CORS', () => {
  it('allows every origin on the paths of the runtime by default, without cookies [adapters.fastify.cors]', async () => {
    const url = await serve();
    const response = await request(`${url}/c/info`);
    expect(header(response, 'allow-origin')).toBe('*');
    expect(header(response, 'allow-credentials')).toBeNull();
    const stream = await expectRun(`${url}/c`);
    expect(header(stream, 'allow-origin')).toBe('*');
  });

  it('answers preflights, and repeats the headers asked for instead of a wildcard', async () => {
    const response = await fetch(`${await serve()}/c/agent/default/run`, PREFLIGHT);
    expect(response.status).toBe(204);
    expect(header(response, 'allow-headers')).toBe('authorization, x-tenant');
    expect(header(response, 'allow-methods')).toContain('POST');
  });

  it('leaves no trace on the rest of the application [adapters.fastify.cors]', async () => {
    const url = await serve();
    expect(header(await request(`${url}/private`), 'allow-origin')).toBeNull();
    expect((await fetch(`${url}/private`, PREFLIGHT)).status).toBe(404);
  });

  it('can be switched off', async () => {
    const url = await serve({ cors: false });
    expect(header(await request(`${url}/c/info`), 'allow-origin')).toBeNull();
    expect((await fetch(`${url}/c/info`, PREFLIGHT)).status).toBe(405);
  });

  it('does not let in with cookies whom the application has kept out', async () => {
    const app = createApp();
    // What `@fastify/cors` leaves of an origin that is not on its list.
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('access-control-allow-credentials', 'true');
    });
    const response = await request(`${await serve({ cors: { origin: ORIGIN } }, app)}/c/info`);
    expect(header(response, 'allow-origin')).toBeNull();
  });

  it('does not override what the application says before [adapters.fastify.cors]', async () => {
    const app = createApp();
    addCorsPlugin(app);
    const cors = { origin: ORIGIN, credentials: true };
    const url = await serve({ cors }, app);
    const response = await request(`${url}/c/info`);
    expect(header(response, 'allow-origin')).toBe('https://host.test');
    expect(header(response, 'allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toBe('Origin');
    const preflight = await fetch(`${url}/c/agent/default/run`, PREFLIGHT);
    expect(header(preflight, 'allow-origin')).toBe('https://host.test');
    expect(header(preflight, 'allow-methods')).toBe('GET');
  });
});
