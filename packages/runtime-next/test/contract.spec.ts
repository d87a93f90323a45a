import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { CopilotRuntime, ROUTES } from '@flightdeck/core';
import { createCopilotNextHandler, createCopilotNextPagesHandler } from '@flightdeck/runtime-next';
import {
  baseUrlOf,
  conformanceAgent,
  conformanceTranscription,
  runConformance,
  runHttpAdapterContract,
  runOwnershipContract,
  type HttpAdapterContractOptions,
  type HttpMount,
  type LoopbackServer,
} from '@flightdeck/testing';

import { serveAppRouter } from './support/serve-app-router.js';
import { servePagesRouter } from './support/serve-pages-router.js';

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

type Serve = (mount: HttpMount & { readonly runtime: CopilotRuntime }) => Promise<LoopbackServer>;

const pages =
  (bodyParser: boolean): Serve =>
  ({ basePath: folder, ...options }) =>
    servePagesRouter({
      folder,
      catchAll: true,
      bodyParser,
      handler: createCopilotNextPagesHandler(options),
    });

/** Ways in which Next.js calls the handlers; all but one do not know their base path. */
const ROUTERS: Readonly<Record<string, Serve>> = {
  'App Router': ({ basePath: folder, ...options }) =>
    serveAppRouter({ folder, catchAll: true, handlers: createCopilotNextHandler(options) }),
  'App Router, with a base path': (options) =>
    serveAppRouter({
      folder: options.basePath,
      catchAll: true,
      params: 'none',
      handlers: createCopilotNextHandler(options),
    }),
  'Pages Router': pages(false),
  'Pages Router, with its body parser': pages(true),
};

for (const [name, serve] of Object.entries(ROUTERS)) {
  const contract: HttpAdapterContractOptions = {
    name: `Next.js, ${name}`,
    api,
    // What lies outside of the folder belongs to the application.
    traits: { answersForeignPaths: false },
    async createServer({ runtime: options, mount }) {
      const runtime = new CopilotRuntime(options);
      const { origin, close } = await serve({ runtime, ...mount });
      return { baseUrl: baseUrlOf(origin, mount), runtime, close };
    },
  };
  runHttpAdapterContract(contract);
  runOwnershipContract({ ...contract, routes: ROUTES });

  it(`the conformance cases all hold for ${name}`, async () => {
    const runtime = new CopilotRuntime({
      agents: { default: conformanceAgent() },
      transcriptionService: conformanceTranscription(),
      logger: SILENT,
    });
    const basePath = '/api/copilotkit';
    const { origin, close } = await serve({ runtime, basePath, cors: true });
    const report = await runConformance({ url: `${origin}${basePath}` });
    await close();
    const failed = report.results.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ name: title, error }) => [title, error])).toEqual([]);
    expect(report.passed).toBeGreaterThan(150);
  });
}
