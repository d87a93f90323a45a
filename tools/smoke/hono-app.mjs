import { agent, exercise } from './exercise.mjs';

/** `load` is either `require` or `import`. */
export async function run(load) {
  const { CopilotRuntime } = await load('@flightdeck/core');
  const { createCopilotHonoHandler } = await load('@flightdeck/runtime-hono');
  const { Hono } = await load('hono');
  const { serve } = await load('@hono/node-server');

  const runtime = new CopilotRuntime({ agents: { default: agent } });
  const handler = createCopilotHonoHandler({ runtime, basePath: '/copilotkit' });
  const app = new Hono().route('/api', handler);
  const server = await new Promise((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () =>
      resolve(started),
    );
  });
  await exercise(`http://127.0.0.1:${server.address().port}/api/copilotkit`);
  server.close();
  server.closeAllConnections();
}
