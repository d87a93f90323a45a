import fastify, { type FastifyInstance } from 'fastify';

import { CopilotRuntime } from '@flightdeck/core';
import { copilotFastify, fastifyLogger } from '@flightdeck/runtime-fastify';

import { myAgent } from './my-agent.js';

export const app: FastifyInstance = fastify({ logger: { level: 'warn' } });

const runtime = new CopilotRuntime({
  agents: { default: myAgent },
  logger: fastifyLogger(app.log),
});

app.register(copilotFastify, { runtime, basePath: '/api/copilotkit' });
