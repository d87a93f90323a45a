import { createServer } from 'node:http';

import { createCopilotRuntimeHandler } from '@flightdeck/core';
import { createCopilotNodeHandler, createCopilotNodeListener } from '@flightdeck/runtime-node';

import { BASE_PATH, type TargetFactory } from '../target.js';
import { benchRuntime } from './bench-runtime.js';
import { variantOf } from './variants.js';

/** The listener for plain Node servers. */
export const node: TargetFactory = async (options) => {
  const runtime = benchRuntime(options);
  const { hooks } = variantOf(options.variant);
  const listener = createCopilotNodeListener({
    runtime,
    basePath: BASE_PATH,
    cors: true,
    ...(hooks && { hooks }),
  });
  return {
    server: createServer((req, res) => void listener(req, res)),
    activeRuns: () => runtime.engine?.activeRuns ?? null,
  };
};

/** The fetch handler, with a `Request` and a `Response` for each request, as other hosts have it. */
export const fetchHandler: TargetFactory = async (options) => {
  const runtime = benchRuntime(options);
  const handler = createCopilotRuntimeHandler({ runtime, basePath: BASE_PATH, cors: true });
  const listener = createCopilotNodeHandler(handler);
  return {
    server: createServer((req, res) => void listener(req, res)),
    activeRuns: () => runtime.engine?.activeRuns ?? null,
  };
};
