import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach } from '@jest/globals';

const running: Server[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
});

/** Serves an application on any free port until the test is over; resolves with its URL. */
export async function serveApp(app: RequestListener): Promise<string> {
  const server = createServer(app);
  running.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
