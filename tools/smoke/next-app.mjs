import { once } from 'node:events';
import { createServer } from 'node:http';

import { agent, exercise } from './exercise.mjs';

/** `load` is either `require` or `import`. Serves an API route of the Pages Router, as Next.js calls it. */
export async function run(load) {
  const { CopilotRuntime } = await load('@flightdeck/core');
  const next = await load('@flightdeck/runtime-next');

  const runtime = new CopilotRuntime({ agents: { default: agent } });
  const { GET } = next.createCopilotNextHandler({ runtime });
  const params = Promise.resolve({ slug: ['info'] });
  const info = await GET(new Request('http://localhost/api/copilotkit/info'), { params });
  if (info.status !== 200) throw new Error(`The App Router answered ${info.status}`);

  const handle = next.createCopilotNextPagesHandler({ runtime });
  const server = createServer((req, res) => {
    const slug = req.url.split('/').slice(3);
    void handle(Object.assign(req, { query: { slug }, cookies: {} }), res);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await exercise(`http://127.0.0.1:${server.address().port}/api/copilotkit`);
  server.close();
  server.closeAllConnections();
}
