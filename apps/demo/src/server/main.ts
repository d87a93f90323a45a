import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  attachRealtime,
  createGracefulShutdown,
  shutdownOnSignals,
} from '@flightdeck/runtime-node';
import { createDemoApp } from './app.js';
import { readSettings } from './settings.js';

// Both halves of the build lie side by side.
const pageFolder = fileURLToPath(new URL('../page/', import.meta.url));

function main(): void {
  const { port } = readSettings(process.env);
  const { app, runtime } = createDemoApp(pageFolder);
  const server = createServer(app);
  attachRealtime(server, runtime);

  server.once('error', fail);
  server.listen(port, () => {
    const address = server.address() as AddressInfo;
    console.log(`Flightdeck demo: http://localhost:${address.port}`);
  });

  shutdownOnSignals(createGracefulShutdown({ server, runtime, graceMs: 3000, logger: console }));
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`Flightdeck demo could not start: ${reason}`);
  process.exitCode = 1;
}

try {
  main();
} catch (error) {
  fail(error);
}
