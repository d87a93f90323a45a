import { createServer } from 'node:http';

import { agent, serve } from './serve.mjs';

const begun = performance.now();
const { default: express } = await import('express');
const { CopilotRuntime } = await import('@flightdeck/core');
const { createCopilotExpressHandler } = await import('@flightdeck/runtime-express');
const importMs = performance.now() - begun;

const runtime = new CopilotRuntime({ agents: { default: agent } });
const app = express();
app.use(createCopilotExpressHandler({ runtime, basePath: '/api/copilotkit' }));
serve(createServer(app), importMs);
