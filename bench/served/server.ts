import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import { peakSinceLast } from './peak.js';
import type { Answers, Question, ServedTarget, TargetFactory, TargetName } from './target.js';

/** Loaded only by the process that serves it, so that memory is that of one server. */
const FACTORIES: Readonly<Record<TargetName, () => Promise<TargetFactory>>> = {
  limit: async () => (await import('./targets/limit.js')).limit,
  'express-floor': async () => (await import('./targets/express-floor.js')).expressFloor,
  'nest-express-floor': async () => (await import('./targets/nest-floor.js')).nestExpressFloor,
  'nest-fastify-floor': async () => (await import('./targets/nest-floor.js')).nestFastifyFloor,
  fetch: async () => (await import('./targets/node.js')).fetchHandler,
  node: async () => (await import('./targets/node.js')).node,
  express: async () => (await import('./targets/express.js')).onExpress,
  'nest-express': async () => (await import('./targets/nest.js')).nestExpress,
  'nest-fastify': async () => (await import('./targets/nest.js')).nestFastify,
  source: async () => (await import('./targets/source.js')).source,
  upstream: async () => (await import('./targets/upstream.js')).upstream,
};

/** A server process: listens, tells its port, and answers questions until the channel closes. */
async function main([name, options]: readonly string[]): Promise<void> {
  const factory = await FACTORIES[name as TargetName]();
  const target = await factory(JSON.parse(options ?? '{}'));
  // Between two rounds a connection may be idle for long, and is not to be cut when it is used again.
  target.server.keepAliveTimeout = 0;
  target.server.listen(0, '127.0.0.1', () => {
    const { port } = target.server.address() as AddressInfo;
    process.send?.({ port });
  });
  process.on('message', (question: Question) => {
    void answerTo(question, target).then((answer) => process.send?.({ answer }));
  });
  process.on('disconnect', () => process.exit(0));
}

async function answerTo(
  question: Question,
  { activeRuns, server }: ServedTarget,
): Promise<Answers[Question]> {
  if (question === 'runs') return activeRuns();
  if (question === 'sockets') return promisify(server.getConnections.bind(server))();
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage();
    return user + system;
  }
  if (question === 'peak') return peakSinceLast();
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed, external };
}

await main(process.argv.slice(2));
