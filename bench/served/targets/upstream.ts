import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import express from 'express';

import { BenchAgent } from '../bench-agent.js';
import { BASE_PATH, type TargetFactory } from '../target.js';
import { benchAgents } from './bench-agents.js';

/** As far as it is used here. */
interface Upstream {
  readonly CopilotRuntime: new (options: object) => object;
  readonly createCopilotExpressHandler: (options: object) => express.RequestHandler;
}

/** `@copilotkit/runtime` from the project in `BENCH_UPSTREAM`, which has installed it beside Express. */
export const upstream: TargetFactory = async (options) => {
  const from = createRequire(join(process.env.BENCH_UPSTREAM ?? '', 'package.json'));
  const load = async (name: string): Promise<Upstream> =>
    (await import(pathToFileURL(from.resolve(name)).href)) as Upstream;
  const { CopilotRuntime } = await load('@copilotkit/runtime/v2');
  const { createCopilotExpressHandler } = await load('@copilotkit/runtime/v2/express');
  const runtime = new CopilotRuntime({ agents: benchAgents(options) });
  const mount = { runtime, basePath: BASE_PATH };
  const app = express();
  // A mount of upstream's serves one of the transports.
  app.post(BASE_PATH, createCopilotExpressHandler({ ...mount, mode: 'single-route' }));
  app.use(createCopilotExpressHandler(mount));
  return { server: createServer(app), activeRuns: () => BenchAgent.talking };
};
