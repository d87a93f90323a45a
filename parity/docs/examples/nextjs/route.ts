import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotNextHandler } from '@flightdeck/runtime-next';

const copilot = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = createCopilotNextHandler({
  runtime: copilot,
});

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const maxDuration = 300;
