import { CopilotRuntime } from '@flightdeck/core';
import { copilotFastify } from '@flightdeck/runtime-fastify';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import { myAgent } from './my-agent.js';
import { userOfToken } from './sessions.js';

export const app: FastifyInstance = fastify();
app.decorateRequest('user', null);
app.addHook('onRequest', async (request) => {
  request.setDecorator('user', await userOfToken(request.headers.authorization));
});

const runtime = new CopilotRuntime({
  agents: { default: myAgent },
  identifyUser: (_request, { nativeRequest }) =>
    (nativeRequest as FastifyRequest).getDecorator<{ id: string } | null>('user'),
});
app.register(copilotFastify, { runtime, basePath: '/api/copilotkit' });
