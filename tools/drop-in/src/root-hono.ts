import { serve } from '@hono/node-server';
import { CopilotRuntime, InMemoryAgentRunner, createCopilotEndpoint } from '@copilotkit/runtime';
import { BasicAgent } from '@copilotkit/runtime/v2';
import { Hono } from 'hono';

const runtime = new CopilotRuntime({
  agents: {
    default: new BasicAgent({
      model: 'openai/gpt-4o',
      prompt: 'You are a helpful assistant.',
    }),
  },
  runner: new InMemoryAgentRunner(),
});

const copilot = createCopilotEndpoint({ runtime, basePath: '/api/copilotkit' });
const app = new Hono();
app.route('/', copilot);

serve({ fetch: app.fetch, port: 3001 });
