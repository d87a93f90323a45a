import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotNextHandler } from '@flightdeck/runtime-next';

import { myAgent } from './my-agent.js';

const copilot = new CopilotRuntime({ agents: { default: myAgent } });

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = createCopilotNextHandler({
  runtime: copilot,
});

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const maxDuration = 300;
