import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createCopilotRuntimeHandler } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import { createCopilotNextHandler } from '@flightdeck/runtime-next';
import {
  listenOnLoopback,
  runBody,
  serveFetchHandler,
  type LoopbackServer,
} from '@flightdeck/testing';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import { runtime as onExpress } from './examples/users/express.js';
import { app as onFastify } from './examples/users/fastify.js';
import { runtime as onFetch } from './examples/users/fetch.js';
import { app as onHono } from './examples/users/hono.js';
import { AppModule } from './examples/users/nestjs.js';
import { copilot as onNext } from './examples/users/nextjs.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BASE_PATH = '/api/copilotkit';
/** Whom `userOfToken` of the examples knows. */
const TOKEN = 'of ada';

/** Each example as its page tells to use it; `strangers` are answered so. */
const SERVERS: readonly {
  readonly page: string;
  readonly strangers: number;
  readonly serve: () => Promise<LoopbackServer>;
}[] = [
  { page: 'express', strangers: 401, serve: serveExpress },
  { page: 'nestjs', strangers: 403, serve: serveNest },
  { page: 'nextjs', strangers: 401, serve: serveNext },
  { page: 'hono', strangers: 401, serve: () => serveFetchHandler(async (r) => onHono.fetch(r)) },
  { page: 'fastify', strangers: 401, serve: serveFastify },
  {
    page: 'fetch',
    strangers: 401,
    serve: () =>
      serveFetchHandler(
        createCopilotRuntimeHandler({ runtime: onFetch, basePath: BASE_PATH, cors: true }),
      ),
  },
];

function serveExpress(): Promise<LoopbackServer> {
  const app = express();
  app.use((req, _res, next) => {
    const isAda = req.headers.authorization === TOKEN;
    next(void Object.assign(req, { session: isAda ? { userId: 'ada' } : {} }));
  });
  app.use(BASE_PATH, createCopilotExpressHandler({ runtime: onExpress }));
  return listenOnLoopback(createServer(app));
}

async function serveNest(): Promise<LoopbackServer> {
  const app = await NestFactory.create(AppModule, { logger: false, forceCloseConnections: true });
  app.enableCors();
  await app.listen(0, '127.0.0.1');
  const origin = await app.getUrl();
  return { origin, port: Number(new URL(origin).port), close: () => app.close() };
}

async function serveFastify(): Promise<LoopbackServer> {
  const origin = await onFastify.listen({ port: 0, host: '127.0.0.1' });
  return { origin, port: Number(new URL(origin).port), close: () => onFastify.close() };
}

function serveNext(): Promise<LoopbackServer> {
  const handlers = createCopilotNextHandler({ runtime: onNext });
  return serveFetchHandler((request) => {
    const slug = new URL(request.url).pathname.split('/').slice(3);
    const [, value] = /session=(.*)/.exec(request.headers.get('cookie') ?? '') ?? [];
    const cookies = { get: () => (value === undefined ? undefined : { value }) };
    const handle = request.method === 'OPTIONS' ? handlers.OPTIONS : handlers.POST;
    return handle(Object.assign(request, { cookies }), { params: Promise.resolve({ slug }) });
  });
}

describe('the guides of frameworks', () => {
  it.each(SERVERS)('show in docs/$page.md whom the runtime asks', async ({ page }) => {
    const code = await readFile(`${ROOT}parity/docs/examples/users/${page}.ts`, 'utf8');
    expect(await readFile(`${ROOT}docs/${page}.md`, 'utf8')).toContain(`\`\`\`ts\n${code}\`\`\`\n`);
  });

  it.each(SERVERS)('refuse strangers and no preflight: $page', async ({ strangers, serve }) => {
    const { origin, close } = await serve();
    try {
      const url = `${origin}${BASE_PATH}/agent/default/run`;
      const run = async (token: string | null): Promise<number> => {
        const body = JSON.stringify(runBody());
        const session = token === null ? {} : { authorization: token, cookie: `session=${token}` };
        const headers = { 'content-type': 'application/json', ...session };
        const response = await fetch(url, { method: 'POST', body, headers });
        await response.text();
        return response.status;
      };
      expect([await run(null), await run('of nobody'), await run(TOKEN)]).toEqual([
        strangers,
        strangers,
        200,
      ]);
      const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
      const preflight = await fetch(url, { method: 'OPTIONS', headers });
      expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
        204,
        '*',
      ]);
    } finally {
      await close();
    }
  });
});
