import { once, type EventEmitter } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  listenOnLoopback,
  modelAnswers,
  ModelFaultServer,
  sayText,
  serveFetchHandler,
} from '@flightdeck/testing';
import { Logger } from '@nestjs/common';
import { CLIENT_59 } from '../support/clients.js';
import { httpClient, runClient, TRANSPORTS } from '../support/http-client.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = ['express', 'nestjs', 'nextjs', 'hono', 'fastify', 'fetch'];

interface Started {
  readonly origin: string;
  /** Ends the server as its page describes it. */
  readonly stop: () => Promise<unknown>;
}

/** What each page shows, as somebody starts it who has copied it. */
const SERVERS: Readonly<Record<string, () => Promise<Started>>> = {
  express: async () => endedBySignal((await import('./examples/express/server.js')).server),
  hono: async () => endedBySignal((await import('./examples/hono/server.js')).server as Server),
  fetch: async () => endedBySignal((await import('./examples/fetch/server.js')).server),
  async fastify() {
    const { app } = await import('./examples/fastify/server.js');
    return endedBySignal(app.server);
  },
  async nestjs() {
    Logger.overrideLogger(false);
    const { app } = await import('./examples/nestjs/main.js');
    // At a signal, Nest ends the process as well.
    return { origin: originOf(app.getHttpServer() as Server), stop: () => app.close() };
  },
  async 'nextjs, App Router'() {
    const { POST } = await import('./examples/nextjs/route.js');
    const { origin, close } = await serveFetchHandler((request) =>
      POST(request, { params: Promise.resolve(slugOf(new URL(request.url).pathname)) }),
    );
    return { origin, stop: close };
  },
  async 'nextjs, Pages Router'() {
    const { default: handler } = await import('./examples/nextjs/slug.js');
    const { origin, close } = await listenOnLoopback(
      createServer((req, res) => {
        void handler(Object.assign(req, { query: slugOf(req.url ?? '') }), res);
      }),
    );
    return { origin, stop: close };
  },
  async 'fetch, elsewhere than on Node'() {
    const { handler } = await import('./examples/fetch/copilot.js');
    const { origin, close } = await serveFetchHandler(handler);
    return { origin, stop: close };
  },
};

/** What Next.js passes to `[[...slug]]` in the folder of the runtime. */
function slugOf(path: string): { slug?: string[] } {
  const slug = path.split('/').slice(3);
  return slug.length === 0 ? {} : { slug };
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function endedBySignal(server: Server): Promise<Started> {
  if (!server.listening) await once(server, 'listening');
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    (process as EventEmitter).emit('SIGTERM');
    await closed;
  };
  return { origin: originOf(server), stop };
}

describe('the guides of frameworks', () => {
  const environment = { ...process.env };
  let models: ModelFaultServer;
  let started: Started | undefined;

  beforeEach(async () => {
    models = await ModelFaultServer.start(
      modelAnswers([sayText('To Lisbon.')]),
      modelAnswers([sayText('To Porto.')]),
    );
    process.env['PORT'] = '0';
    process.env['OPENAI_API_KEY'] = 'sk-docs';
    process.env['OPENAI_BASE_URL'] = `${models.origin}/v1`;
  });

  afterEach(async () => {
    process.env = { ...environment };
    await started?.stop();
    started = undefined;
    await models.close();
  });

  it.each(PAGES)('show in docs/%s.md the files that this test runs', async (name) => {
    const page = await readFile(`${ROOT}docs/${name}.md`, 'utf8');
    const folder = `${ROOT}parity/docs/examples/${name}/`;
    const files = await readdir(folder);
    expect(files).not.toEqual([]);
    for (const file of files) {
      // oxlint-disable-next-line no-await-in-loop -- two of them at most
      expect(page).toContain(`\`\`\`ts\n${await readFile(`${folder}${file}`, 'utf8')}\`\`\`\n`);
    }
  });

  it.each(Object.keys(SERVERS))('answer an unmodified client: %s', async (name) => {
    started = await SERVERS[name]?.();
    const url = `${started?.origin ?? ''}/api/copilotkit`;
    const answers: unknown[] = [];
    for (const transport of TRANSPORTS) {
      const client = httpClient(CLIENT_59, { url, transport });
      client.addMessage({ id: 'u1', role: 'user', content: 'Where to?' });
      // oxlint-disable-next-line no-await-in-loop -- the model answers in turn
      const { rejection } = await runClient(client);
      expect(rejection).toBeUndefined();
      answers.push(client.messages.at(-1));
    }
    expect(answers).toMatchObject([
      { role: 'assistant', content: 'To Lisbon.' },
      { role: 'assistant', content: 'To Porto.' },
    ]);
  });
});
