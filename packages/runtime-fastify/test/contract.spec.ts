import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';

import { CopilotRuntime, ROUTES } from '@flightdeck/core';
import { copilotFastify, type CopilotFastifyOptions } from '@flightdeck/runtime-fastify';
import {
  baseUrlOf,
  conformanceAgent,
  conformanceTranscription,
  runConformance,
  runHttpAdapterContract,
  runOwnershipContract,
  type HttpAdapterContractOptions,
} from '@flightdeck/testing';

import { createApp, serveApp } from './support/serve-app.js';

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

type Mounting = CopilotFastifyOptions & { readonly basePath: string };

/** Ways in which applications register the plugin. */
const MOUNTS: Readonly<Record<string, (app: FastifyInstance, options: Mounting) => void>> = {
  'at a base path': (app, options) => {
    app.register(copilotFastify, options);
  },
  'below a prefix': (app, { basePath, ...options }) => {
    app.register(copilotFastify, { ...options, prefix: basePath.replace(/(.)\/$/, '$1') });
  },
};

for (const [title, mountOn] of Object.entries(MOUNTS)) {
  const contract: HttpAdapterContractOptions = {
    name: `Fastify, ${title}`,
    api,
    // Fastify registers the routes one by one, and the rest belongs to the application.
    traits: { answersUnknownPaths: false, answersForeignPaths: false },
    async createServer({ runtime: options, mount }) {
      const runtime = new CopilotRuntime(options);
      const app = createApp();
      mountOn(app, { runtime, ...mount });
      const origin = await app.listen({ port: 0, host: '127.0.0.1' });
      return { baseUrl: baseUrlOf(origin, mount), runtime, close: () => app.close() };
    },
  };
  runHttpAdapterContract(contract);
  runOwnershipContract({ ...contract, routes: ROUTES });
}

it('the conformance cases all hold for an application on Fastify', async () => {
  const runtime = new CopilotRuntime({
    agents: { default: conformanceAgent() },
    transcriptionService: conformanceTranscription(),
    logger: SILENT,
  });
  const app = createApp();
  app.register(copilotFastify, { runtime, basePath: '/api/copilotkit' });
  const report = await runConformance({ url: `${await serveApp(app)}/api/copilotkit` });
  const failed = report.results.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ name, error }) => [name, error])).toEqual([]);
  expect(report.passed).toBeGreaterThan(150);
});
