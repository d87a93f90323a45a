import { createServer } from 'node:http';

import { agent, serve } from './serve.mjs';

const begun = performance.now();
const { CopilotRuntime } = await import('@flightdeck/core');
const { createCopilotNodeListener } = await import('@flightdeck/runtime-node');
const importMs = performance.now() - begun;

const runtime = new CopilotRuntime({ agents: { default: agent } });
const listener = createCopilotNodeListener({ runtime, basePath: '/api/copilotkit', cors: true });
serve(
  createServer((req, res) => void listener(req, res)),
  importMs,
);
