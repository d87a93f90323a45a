import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express, { type Express } from 'express';

import { CopilotRuntime, ROUTES, type CopilotCorsConfig } from '@flightdeck/core';
import {
  baseUrlOf,
  conformanceAgent,
  listenOnLoopback,
  runConformance,
  runHttpAdapterContract,
  runOwnershipContract,
  type HttpAdapterContractOptions,
} from '@flightdeck/testing';

import {
  createCopilotExpressHandler,
  type CopilotExpressCorsOptions,
  type CopilotExpressRouter,
} from '../src/index.js';

declare const EXPRESS_MAJOR: number;

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

it('the contract runs on the Express major of this project', () => {
  const alias = EXPRESS_MAJOR === 4 ? 'express-v4' : 'express';
  const manifest = createRequire(import.meta.url).resolve(`${alias}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  expect(Number(version.split('.')[0])).toBe(EXPRESS_MAJOR);
  // Express 5 refuses the bare wildcard that Express 4 accepts: this is what `express` resolves to.
  const acceptsBareWildcard = () => express().get('*', (_req, res) => void res.end());
  if (EXPRESS_MAJOR === 4) expect(acceptsBareWildcard).not.toThrow();
  else expect(acceptsBareWildcard).toThrow();
});

/** Ways in which applications mount the router. */
const MOUNTS: Readonly<Record<string, (app: Express, fixture: Mounting) => void>> = {
  'at a base path of its own': (app, { router, basePath }) => {
    app.use(router(basePath));
  },
  'below a mount path': (app, { router, basePath }) => {
    app.use(basePath, router(undefined));
  },
  'behind a JSON body parser': (app, { router, basePath }) => {
    app.use(express.json({ limit: '10mb', strict: false }));
    app.use(router(basePath));
  },
};

interface Mounting {
  readonly basePath: string;
  readonly router: (basePath: string | undefined) => CopilotExpressRouter;
}

for (const [title, mountOn] of Object.entries(MOUNTS)) {
  const contract: HttpAdapterContractOptions = {
    name: `Express ${EXPRESS_MAJOR}, ${title}`,
    api,
    // What lies outside belongs to the application.
    traits: { answersForeignPaths: false },
    async createServer({ runtime: options, mount }) {
      const runtime = new CopilotRuntime(options);
      const { basePath, cors, ...rest } = mount;
      const app = express();
      mountOn(app, {
        basePath,
        router: (own) =>
          createCopilotExpressHandler({
            runtime,
            ...rest,
            ...(own === undefined ? {} : { basePath: own }),
            cors: typeof cors === 'boolean' ? cors : toCorsOptions(cors),
          }),
      });
      const server = await listenOnLoopback(createServer(app));
      return { baseUrl: baseUrlOf(server.origin, mount), runtime, close: server.close };
    },
  };
  runHttpAdapterContract(contract);
  runOwnershipContract({ ...contract, routes: ROUTES });
}

it('the conformance cases all hold for an application on Express', async () => {
  const runtime = new CopilotRuntime({ agents: { default: conformanceAgent() }, logger: SILENT });
  const app = express().use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
  const server = await listenOnLoopback(createServer(app));
  const report = await runConformance({ url: `${server.origin}/api/copilotkit` });
  await server.close();
  const failed = report.results.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ name, error }) => [name, error])).toEqual([]);
  expect(report.passed).toBeGreaterThan(150);
});

/** The same rules in the words of the `cors` package. */
function toCorsOptions(config: CopilotCorsConfig): CopilotExpressCorsOptions {
  const { origin, credentials, exposeHeaders, maxAge } = config;
  return {
    ...(origin === undefined ? {} : { origin: toOriginRule(origin) }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(exposeHeaders === undefined ? {} : { exposedHeaders: [...exposeHeaders] }),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
}

function toOriginRule(
  origin: NonNullable<CopilotCorsConfig['origin']>,
): NonNullable<CopilotExpressCorsOptions['origin']> {
  if (typeof origin === 'string') return origin;
  if (typeof origin !== 'function') return [...origin];
  return (candidate, callback) => {
    Promise.resolve(candidate === undefined ? null : origin(candidate)).then(
      // To the package, `false` is no rule at all, and an empty list one that allows nobody.
      (allowed) => callback(null, allowed ?? []),
      (error: Error) => callback(error),
    );
  };
}
