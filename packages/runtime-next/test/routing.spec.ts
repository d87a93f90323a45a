import { createServer } from 'node:http';

import { describe, expect, it } from '@jest/globals';

import { ConfigError } from '@flightdeck/core';
import { createCopilotNextHandler, createCopilotNextPagesHandler } from '@flightdeck/runtime-next';
import { listenOnLoopback, serveFetchHandler } from '@flightdeck/testing';

import { expectEnvelope, expectInfo, expectRun, runtimeWith } from './support/runtime-client.js';
import { ROUTERS, serveFile, untilEnd } from './support/serve-file.js';

const statusOf = async (url: string, init: RequestInit = {}) => (await fetch(url, init)).status;

describe.each(ROUTERS)('%s [adapters.next.app-router] [adapters.next.pages-router]', (router) => {
  it('serves both transports from a file with a catch-all segment, in any folder', async () => {
    for (const folder of ['/api/copilotkit', '/info', '/t/acme/agent/x']) {
      const url = await serveFile(router, { runtime: runtimeWith() }, { folder });
      await expectInfo(url);
      await expectRun(url);
      await expectEnvelope(url);
      await expectEnvelope(`${url}/`);
    }
  });

  it('serves envelopes from a file without one', async () => {
    const url = await serveFile(router, { runtime: runtimeWith() }, { catchAll: false });
    await expectEnvelope(url);
    expect(await statusOf(`${url}/info`)).toBe(404);
  });

  it('takes no longer path for a route, whatever the query says', async () => {
    const url = await serveFile(router, { runtime: runtimeWith() });
    expect(await statusOf(`${url}/x/info`)).toBe(404);
    expect(await statusOf(`${url}/x/threads/a?q=threads&q=a`, { method: 'DELETE' })).toBe(404);
    expect(await statusOf(`${url}/info?slug=a&slug=b`)).toBe(200);
  });

  it('answers HEAD, which Next.js would turn into GET, and verbs that a path does not have', async () => {
    const url = await serveFile(router, { runtime: runtimeWith() });
    for (const method of ['HEAD', 'PUT']) {
      const response = await fetch(`${url}/info`, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
    }
  });

  it('allows every origin by default, without cookies, unless CORS is switched off', async () => {
    const headers = { origin: 'https://page.test' };
    const origins = async (url: string) => {
      const response = await fetch(`${url}/info`, { headers });
      const allowed = (name: string) => response.headers.get(`access-control-allow-${name}`);
      return [allowed('origin'), allowed('credentials')];
    };
    const runtime = runtimeWith();
    expect(await origins(await serveFile(router, { runtime }))).toEqual(['*', null]);
    expect(await origins(await serveFile(router, { runtime, cors: false }))).toEqual([null, null]);
  });

  it('hands the request of Next.js to identifyUser', async () => {
    const seen: unknown[] = [];
    const runtime = runtimeWith({
      identifyUser: (request, { nativeRequest }) => {
        seen.push(request.url, (nativeRequest as { url?: string }).url);
        return { id: 'u1' };
      },
    });
    const url = await serveFile(router, { runtime });
    await expectInfo(url);
    const native = router === 'App Router' ? `${url}/info` : '/api/copilotkit/info';
    expect(seen).toEqual([`${url}/info`, native]);
  });
});

describe('parameters of the App Router', () => {
  it.each(['promise', 'decoded', 'value'] as const)(
    'name agents of any characters: %s',
    async (params) => {
      const id = 'a/b ?#%é';
      const { default: agent } = runtimeWith().agents as Record<string, never>;
      const runtime = runtimeWith({ agents: { [id]: agent as never } });
      const url = await serveFile('App Router', { runtime }, { params });
      const path = `${url}/agent/${encodeURIComponent(id)}/stop/t`;
      expect(await statusOf(path, { method: 'POST' })).toBe(200);
    },
  );
});

describe('without parameters of Next.js', () => {
  it('the end of the path decides', async () => {
    const { POST, GET } = createCopilotNextHandler({ runtime: runtimeWith() });
    const server = serveFetchHandler((request) => (request.method === 'GET' ? GET : POST)(request));
    const url = `${await untilEnd(server)}/wherever`;
    await expectInfo(url);
    await expectRun(url);
    await expectEnvelope(url);
  });

  it('the end of the path decides in the Pages Router, too', async () => {
    const handler = createCopilotNextPagesHandler({ runtime: runtimeWith() });
    const url = await untilEnd(
      listenOnLoopback(createServer((req, res) => void handler(req, res))),
    );
    await expectInfo(`${url}/wherever`);
    await expectEnvelope(`${url}/wherever`);
  });
});

it.each([createCopilotNextHandler, createCopilotNextPagesHandler])(
  'mistakes in the options are refused at once',
  (create) => {
    const runtime = runtimeWith();
    expect(() => create({ runtime, basePath: '' })).toThrow(ConfigError);
    expect(() => create({ runtime, cors: { credentials: true } })).toThrow(ConfigError);
  },
);
