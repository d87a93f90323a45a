import { Hono } from 'hono';

import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotHonoHandler } from '@flightdeck/runtime-hono';

import { myAgent } from './my-agent.js';

const runtime = new CopilotRuntime({ agents: { default: myAgent } });

export const app: Hono = new Hono();
app.route('/api/copilotkit', createCopilotHonoHandler({ runtime }));
