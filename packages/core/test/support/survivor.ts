import { conformanceAgent, serveFetchHandler } from '@flightdeck/testing';
import { CopilotRuntime, createCopilotRuntimeHandler } from '../../src/index.js';
import { SILENT_LOGGER } from '../../src/runtime/logger.js';
import { agentWith, EMITTING, ENDING, THROWING } from './faulty-runs.js';

/*
 * A server of its own, in a plain Node process: every faulty agent under the id of its number, the
 * agent of the conformance cases as `default`. `GET /counts` tells what nobody has handled.
 */

const counts = { unhandledRejections: 0, uncaughtExceptions: 0 };
process.on('unhandledRejection', () => (counts.unhandledRejections += 1));
process.on('uncaughtException', () => (counts.uncaughtExceptions += 1));

const faults = [...THROWING, ...ENDING, ...EMITTING];
const runtime = new CopilotRuntime({
  agents: {
    default: conformanceAgent(),
    ...Object.fromEntries(faults.map((fault, index) => [String(index), agentWith(fault)])),
  },
  environment: 'production',
  logger: SILENT_LOGGER,
  limits: { maxEventBytes: 10_000, idleTimeoutMs: 500, stopDeadlineMs: 50 },
});
const handle = createCopilotRuntimeHandler({ runtime, basePath: '/api' });

const server = await serveFetchHandler(async (request) =>
  new URL(request.url).pathname === '/counts' ? Response.json(counts) : handle(request),
);
process.stdout.write(`${JSON.stringify({ origin: server.origin, faults: faults.length })}\n`);
