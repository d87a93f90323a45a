import { join } from 'node:path';
import files from '@fastify/static';
import fastify from 'fastify';
import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { copilotFastify } from '@flightdeck/runtime-fastify';

const runtime = new CopilotRuntime({
  agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
});

const app = fastify();
app.register(copilotFastify, { runtime, basePath: '/api/copilotkit' });
app.register(files, { root: join(import.meta.dirname, 'public') });

console.log(await app.listen({ port: 0 }));
