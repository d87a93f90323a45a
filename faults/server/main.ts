/*
 * One instance of a cluster: a real server in a process of its own, told what to do and asked how it
 * is by messages of its parent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CopilotRuntime, type Logger } from '@flightdeck/core';
import {
  createCopilotNodeListener,
  createGracefulShutdown,
  shutdownOnSignals,
} from '@flightdeck/runtime-node';
import { hurryHousekeeping } from './hurry-housekeeping.js';
import type { ServerCommand, ServerReport } from './messages.js';
import { NumberedAgent } from './numbered-agent.js';
import { dyingOnTakeover, openStore } from './open-store.js';
import type { ServerOptions } from './server-options.js';
import { StallMeter } from './stall-meter.js';

const GRACE_MS = 1_000;
/** Longer than a scenario pauses: a client may begin a request just as its idle connection is closed. */
const KEEP_ALIVE_MS = 60_000;
const COLLECTIONS = 3;
const COLLECTION_MS = 30;

const stalls = new StallMeter();
let runtime: CopilotRuntime | undefined;

for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    tell({ kind: 'defect', text: `${event}: ${textOf(error)}` });
  });
}

process.on('message', (command: ServerCommand) => {
  if (command.kind === 'begin') begin(command.options);
  else void answer(command.request);
});
// The test is gone, and nobody will stop this server.
process.on('disconnect', exit);

function begin(options: ServerOptions): void {
  const logger = reportingLogger();
  if (options.hurry === true) hurryHousekeeping();
  const engine = openStore(options, (message, cause) => logger.warn(message, cause));
  runtime = new CopilotRuntime({
    agents: { default: new NumberedAgent(tell) },
    threads: options.diesOnTakeover === true ? dyingOnTakeover(engine) : engine,
    // Whoever names a user is that user; requests that name nobody are of one user, too.
    identifyUser: (request) => ({
      id: request.headers.get('x-user') ?? 'ada',
      tenantId: request.headers.get('x-tenant') ?? '',
    }),
    ...(options.delivery === undefined ? {} : { delivery: options.delivery }),
    debug: false,
    logger,
  });
  const listener = createCopilotNodeListener({ runtime, basePath: '/' });
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (req, res) => void listener(req, res),
  );
  const graceMs = options.graceMs ?? GRACE_MS;
  const shutDown = createGracefulShutdown({ server, runtime, graceMs, logger });
  shutdownOnSignals(async () => {
    await shutDown();
    // From here on nothing may keep the process: whatever does would keep a user's, too.
    process.off('disconnect', exit);
    process.disconnect?.();
  });
  server.listen(0, '127.0.0.1', () => {
    tell({ kind: 'listening', port: (server.address() as AddressInfo).port });
  });
}

function exit(): void {
  process.exit(1);
}

async function answer(request: number): Promise<void> {
  const stallMs = stalls.take();
  // Several times, as buffers are released only after their wrappers have been collected.
  for (let round = 0; round < COLLECTIONS; round += 1) {
    globalThis.gc?.();
    await wait(COLLECTION_MS);
  }
  const activeRuns = runtime?.engine?.activeRuns ?? 0;
  // The collections are none of the server's own doing.
  stalls.take();
  const { rss: rssBytes, heapUsed, external } = process.memoryUsage();
  const stats = { rssBytes, heldBytes: heapUsed + external, stallMs, activeRuns };
  tell({ kind: 'stats', request, stats });
}

function tell(report: ServerReport): void {
  // A parent that is gone misses nothing.
  if (process.connected) process.send?.(report, () => undefined);
}

function reportingLogger(): Logger {
  const at =
    (level: string) =>
    (message: string, details?: unknown): void => {
      const text = details === undefined ? message : `${message} ${textOf(details)}`;
      tell({ kind: 'log', level, text });
    };
  return { debug: () => undefined, info: () => undefined, warn: at('warn'), error: at('error') };
}

function textOf(value: unknown): string {
  if (value instanceof Error) {
    const cause = value.cause === undefined ? '' : ` caused by ${textOf(value.cause)}`;
    return `${value.stack ?? value.message}${cause}`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([name, item]) => `${name}=${textOf(item)}`);
  return entries.join(' ');
}
