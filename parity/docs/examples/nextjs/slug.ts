import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotNextPagesHandler } from '@flightdeck/runtime-next';

const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

export default createCopilotNextPagesHandler({ runtime });

export const config = { api: { bodyParser: false, responseLimit: false } };
