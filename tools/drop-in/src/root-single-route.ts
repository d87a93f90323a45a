import { serve } from '@hono/node-server';
import { CopilotRuntime, createCopilotEndpointSingleRoute } from '@copilotkit/runtime';
import { Hono } from 'hono';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({ agents });
const copilot = createCopilotEndpointSingleRoute({
  runtime,
  basePath: '/api/copilotkit',
});

const app = new Hono();
app.route('/', copilot);

serve({ fetch: app.fetch, port: 3001 });
