import { once } from 'node:events';

import { agent, exercise } from './exercise.mjs';

/** `load` is either `require` or `import`. */
export async function run(load) {
  const { CopilotRuntime } = await load('@flightdeck/core');
  const { createCopilotExpressHandler } = await load('@flightdeck/runtime-express');
  const loaded = await load('express');
  const express = loaded.default ?? loaded;

  const runtime = new CopilotRuntime({ agents: { default: agent } });
  const app = express().use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await exercise(`http://127.0.0.1:${server.address().port}/api/copilotkit`);
  server.close();
  server.closeAllConnections();
}
