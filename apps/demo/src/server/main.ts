import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  attachRealtime,
  createGracefulShutdown,
  shutdownOnSignals,
} from '@flightdeck/runtime-node';
import { createDemoApp } from './app.js';
import { openThreads } from './open-threads.js';
import { readSettings } from './settings.js';

// Both halves of the build lie side by side, in a folder of the app.
const pageFolder = fileURLToPath(new URL('../page/', import.meta.url));
const home = fileURLToPath(new URL('../../', import.meta.url));

async function main(): Promise<void> {
  const settings = readSettings(process.env, home);
  const { port, modelName } = settings;
  const threads = await openThreads(settings.storage);
  const { app, runtime } = createDemoApp({ ...settings, pageFolder, threads });
  // Says what is wrong with the database before anybody is let in.
  await runtime.ready();
  const server = createServer(app);
  attachRealtime(server, runtime);

  server.once('error', fail);
  server.listen(port, () => {
    const address = server.address() as AddressInfo;
    console.log(`Flightdeck demo: http://localhost:${address.port}`);
    console.log(`Model: ${modelName ?? 'scripted'}`);
  });

  shutdownOnSignals(createGracefulShutdown({ server, runtime, graceMs: 3000, logger: console }));
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`Flightdeck demo could not start: ${reason}`);
  process.exitCode = 1;
}

main().catch(fail);
