import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { agent, serve } from './serve.mjs';

const from = createRequire(join(process.env.BENCH_UPSTREAM, 'package.json'));
const load = (name) => import(pathToFileURL(from.resolve(name)).href);
const begun = performance.now();
const { default: express } = await load('express');
const { CopilotRuntime } = await load('@copilotkit/runtime/v2');
const { createCopilotExpressHandler } = await load('@copilotkit/runtime/v2/express');
const importMs = performance.now() - begun;

const runtime = new CopilotRuntime({ agents: { default: agent } });
const app = express();
app.use(createCopilotExpressHandler({ runtime, basePath: '/api/copilotkit' }));
serve(createServer(app), importMs);
