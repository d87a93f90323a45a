import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';
import { afterEach } from '@jest/globals';

const running: ServedApp[] = [];

afterEach(async () => {
  for (const { close } of running.splice(0)) await close();
});

/** An application of Hono, whatever its bindings are. */
export interface FetchApp {
  fetch(request: Request): Response | Promise<Response>;
}

/** An application that listens on any free port of the loopback interface. */
export interface ServedApp {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves an application on Node until it is closed. */
export async function openApp(app: FetchApp): Promise<ServedApp> {
  // Of `node:http` unless other options are given.
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) }) as Server;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Serves an application until the test is over; resolves with its URL. */
export async function serveApp(app: FetchApp): Promise<string> {
  const served = await openApp(app);
  running.push(served);
  return served.origin;
}
