import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotHonoHandler } from '@flightdeck/runtime-hono';
import { createGracefulShutdown, shutdownOnSignals } from '@flightdeck/runtime-node';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

const app = new Hono();
app.route('/api/copilotkit', createCopilotHonoHandler({ runtime }));

export const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
shutdownOnSignals(createGracefulShutdown({ server, runtime }));
