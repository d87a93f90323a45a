import { createServer } from 'node:http';

import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import express from 'express';

import { BASE_PATH, type TargetFactory } from '../target.js';
import { benchRuntime } from './bench-runtime.js';

/** The README's server. */
export const onExpress: TargetFactory = async (options) => {
  const runtime = benchRuntime(options);
  const app = express();
  app.use(createCopilotExpressHandler({ runtime, basePath: BASE_PATH }));
  return { server: createServer(app), activeRuns: () => runtime.engine?.activeRuns ?? null };
};
