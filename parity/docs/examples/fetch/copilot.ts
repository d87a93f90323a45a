import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime, createCopilotRuntimeHandler } from '@flightdeck/core';

export const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

export const handler = createCopilotRuntimeHandler({
  runtime,
  basePath: '/api/copilotkit',
  cors: true,
});
