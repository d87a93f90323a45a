import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotHonoHandler } from '@flightdeck/runtime-hono';

const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

const app = new Hono();
app.route('/api/copilotkit', createCopilotHonoHandler({ runtime }));
app.use('*', serveStatic({ root: './public' }));

serve({ fetch: app.fetch, port: 0 }, ({ port }) => console.log(`http://localhost:${port}`));
