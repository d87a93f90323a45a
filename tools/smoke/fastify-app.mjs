import { agent, exercise } from './exercise.mjs';

/** `load` is either `require` or `import`. */
export async function run(load) {
  const { CopilotRuntime } = await load('@flightdeck/core');
  const { copilotFastify } = await load('@flightdeck/runtime-fastify');
  const { fastify } = await load('fastify');

  const runtime = new CopilotRuntime({ agents: { default: agent } });
  const app = fastify({ forceCloseConnections: true });
  app.register(copilotFastify, { runtime, prefix: '/api', basePath: '/copilotkit' });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  await exercise(`${origin}/api/copilotkit`);
  await app.close();
}
