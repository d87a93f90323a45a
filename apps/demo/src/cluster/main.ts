import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { findPostgres } from '@flightdeck/testing';
import { readSettings } from '../server/settings.js';
import { Instance } from './instance.js';
import { createRoundRobinProxy } from './round-robin-proxy.js';

/** Long enough for a busy machine, short enough to watch. */
const LEASE_MS = '5000';
const NAMES = ['Instance 1', 'Instance 2', 'Instance 3'];
const STREAMS = /\/agent\/[^/]+\/(run|connect)$/;

async function main(): Promise<void> {
  const { port } = readSettings(process.env, '.');
  const database = await openDatabase();
  const env = {
    // Only the scripted model goes on where a killed process has stopped.
    DEMO_MODEL: process.env['DEMO_MODEL'] || 'scripted',
    DEMO_DATABASE_URL: database.url,
    DEMO_LEASE_MS: process.env['DEMO_LEASE_MS'] || LEASE_MS,
    DEMO_REALTIME_SECRET: process.env['DEMO_REALTIME_SECRET'] || `${randomUUID()}${randomUUID()}`,
  };
  const script = fileURLToPath(new URL('./main.js', import.meta.url));
  const tell = (what: string): void => console.error(what);
  const instances = NAMES.map((name) => new Instance({ name, script, env, tell }));
  const proxy = createRoundRobinProxy({ targets: instances, onRequest: tellOfStream });
  const close = async (): Promise<void> => {
    proxy.close();
    await Promise.all(instances.map((instance) => instance.stop()));
    proxy.closeAllConnections();
    await database.close();
  };
  try {
    // The first one makes the tables: the others would only wait for it.
    for (const instance of instances) await instance.start();
    proxy.listen(port);
    await once(proxy, 'listening');
  } catch (error) {
    await close();
    throw error;
  }
  const address = proxy.address() as AddressInfo;
  console.log(`Flightdeck cluster: http://localhost:${address.port}`);
  console.log('Ask for a long answer, then kill the process that the run belongs to (kill -9):');
  console.log('another one goes on with it after a few seconds. A new process takes its place.');
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void close());
}

/** The demo's own setting first; else what the tests would use. */
async function openDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const url = process.env['DEMO_DATABASE_URL'];
  if (url) return { url, close: async () => undefined };
  const found = await findPostgres();
  if (found !== null) return found;
  throw new Error('there is no PostgreSQL. Set DEMO_DATABASE_URL, or install one');
}

function tellOfStream({ url = '' }: IncomingMessage, { name, pid }: Instance): void {
  const kind = STREAMS.exec(url)?.[1];
  if (kind === 'run') console.log(`A run belongs to ${name}, process ${pid}`);
  else if (kind === 'connect') console.log(`A page follows its thread at ${name}`);
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`Flightdeck cluster could not start: ${reason}`);
  process.exitCode = 1;
});
