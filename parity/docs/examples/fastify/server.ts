import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { copilotFastify, fastifyLogger } from '@flightdeck/runtime-fastify';
import { shutdownOnSignals } from '@flightdeck/runtime-node';
import fastify, { type FastifyInstance } from 'fastify';

export const app: FastifyInstance = fastify({ logger: { level: 'warn' } });

const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
  logger: fastifyLogger(app.log),
});

app.register(copilotFastify, { runtime, basePath: '/api/copilotkit' });

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '0.0.0.0' });
shutdownOnSignals(() => app.close());
