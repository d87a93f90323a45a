import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import express from 'express';

const agent = new BuiltInAgent({ model: 'openai/gpt-4o', prompt: 'You plan flights.' });
const runtime = new CopilotRuntime({ agents: { default: agent } });
export const app: express.Express = express();
app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
