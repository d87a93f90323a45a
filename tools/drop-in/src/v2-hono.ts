import { serve } from '@hono/node-server';
import { CopilotRuntime, createCopilotEndpoint } from '@copilotkit/runtime/v2';
import { createCopilotHonoHandler } from '@copilotkit/runtime/v2/hono';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({ agents });
const app = createCopilotEndpoint({ runtime, basePath: '/api/copilotkit' });
app.route('/', createCopilotHonoHandler({ runtime, basePath: '/other' }));

serve({ fetch: app.fetch, port: 8200 });
