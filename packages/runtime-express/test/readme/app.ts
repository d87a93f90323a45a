import express, { type Express } from 'express';

import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';

import { myAgent } from './my-agent.js';

const runtime = new CopilotRuntime({ agents: { default: myAgent } });

export const app: Express = express();
app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
