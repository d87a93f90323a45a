import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';

import { CopilotRuntime, ROUTES } from '@flightdeck/core';
import {
  baseUrlOf,
  conformanceAgent,
  runConformance,
  runHttpAdapterContract,
  runOwnershipContract,
  type HttpAdapterContractOptions,
} from '@flightdeck/testing';

import { createCopilotHonoHandler, type CopilotHonoApp } from '../src/index.js';
import { openApp } from './support/serve-app.js';

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

interface Mounting {
  readonly basePath: string;
  readonly handler: (basePath: string | undefined) => CopilotHonoApp;
}

/** Ways in which applications mount the runtime. */
const MOUNTS: Readonly<Record<string, (mounting: Mounting) => Pick<Hono, 'fetch'>>> = {
  'on its own': ({ handler, basePath }) => handler(basePath),
  'at a base path of its own': ({ handler, basePath }) => new Hono().route('/', handler(basePath)),
  'below a mount path': ({ handler, basePath }) => new Hono().route(basePath, handler(undefined)),
  'behind a middleware that reads bodies': ({ handler, basePath }) =>
    new Hono()
      .use(async (c, next) => {
        if (c.req.header('content-type')?.includes('json') === true) await c.req.text();
        await next();
      })
      .route('/', handler(basePath)),
};

/** What serves the application. */
type Server = 'node-server' | 'no server';

function contractOf(title: string, server: Server): HttpAdapterContractOptions {
  return {
    name: `Hono on ${server}, ${title}`,
    api,
    // What lies outside belongs to the application.
    traits: { answersForeignPaths: false, sockets: server === 'node-server' },
    async createServer({ runtime: options, mount }) {
      const runtime = new CopilotRuntime(options);
      const { basePath, ...rest } = mount;
      const handler = (own: string | undefined): CopilotHonoApp =>
        createCopilotHonoHandler({
          runtime,
          ...rest,
          ...(own === undefined ? {} : { basePath: own }),
        });
      const app = MOUNTS[title]?.({ handler, basePath }) ?? new Hono();
      if (server === 'node-server') {
        const { origin, close } = await openApp(app);
        return { baseUrl: baseUrlOf(origin, mount), runtime, close };
      }
      return {
        baseUrl: baseUrlOf('http://app.test', mount),
        runtime,
        fetch: async (url, init) => app.fetch(new Request(url, init)),
        close: async () => undefined,
      };
    },
  };
}

for (const title of Object.keys(MOUNTS)) {
  for (const server of ['node-server', 'no server'] as const) {
    const contract = contractOf(title, server);
    runHttpAdapterContract(contract);
    runOwnershipContract({ ...contract, routes: ROUTES });
  }
}

describe('the conformance cases', () => {
  const appOf = (): Hono => {
    const runtime = new CopilotRuntime({ agents: { default: conformanceAgent() }, logger: SILENT });
    return new Hono().route('/api/copilotkit', createCopilotHonoHandler({ runtime }));
  };
  const holdAt = async (options: Parameters<typeof runConformance>[0]): Promise<void> => {
    const report = await runConformance(options);
    const failed = report.results.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ name, error }) => [name, error])).toEqual([]);
    expect(report.passed).toBeGreaterThan(150);
  };

  it('all hold for an application on Node', async () => {
    const { origin, close } = await openApp(appOf());
    await holdAt({ url: `${origin}/api/copilotkit` });
    await close();
  });

  it('all hold for an application that is called without a server', async () => {
    const app = appOf();
    const url = 'http://app.test/api/copilotkit';
    await holdAt({ url, fetch: async (input, init) => app.fetch(new Request(input, init)) });
  });
});
