import type { Socket } from 'node:net';

import { judge } from '../judge.js';
import { openStream, pause } from '../open-stream.js';
import type { Result } from '../result.js';
import { inFreshRounds, pick } from '../rounds.js';
import { runInput, runToEnd } from '../runs.js';
import type { ServerProcess } from '../server-process.js';
import type { TargetName } from '../target.js';
import { wantedOf, withServer, type Effort } from '../workload.js';

/** Not those that keep no thread: what is asked is what a reader costs beside the thread. */
const TARGETS: readonly TargetName[] = ['node', 'express', 'upstream'];
const AGENT = 'custom-12k';
const READERS = [1, 10] as const;
const GOAL = { atMost: 1 };

/** W7: a run of 50 MB, read at 1 KB/s: what a slow reader makes the server keep beside the run itself. */
export async function slowReader(effort: Effort): Promise<Result[]> {
  const sizes = effort.quick ? READERS.slice(1) : READERS;
  const samples = await inFreshRounds(
    wantedOf(TARGETS, effort),
    effort.quick ? 1 : 2,
    async (target) => {
      const without = await memoryAfterRun(target, 0);
      const each: Kept[] = [];
      for (const readers of sizes) {
        const { held, rss } = await memoryAfterRun(target, readers);
        each.push({ held: (held - without.held) / readers, rss: (rss - without.rss) / readers });
      }
      return each;
    },
  );
  return sizes.flatMap((readers, index) => {
    const figure = (what: string, name: keyof Kept) => ({
      workload: 'W7',
      what: `50 MB, ${readers} slow reader${readers > 1 ? 's' : ''}: ${what} for each`,
      unit: 'MB',
      samples: pick(samples, (each) => (each[index]?.[name] ?? Number.NaN) / 1e6),
    });
    const goals = { node: GOAL, express: GOAL };
    return [
      ...judge({ ...figure('kept', 'held'), goals, upstream: '48 MB' }),
      ...judge(figure('RSS', 'rss')),
    ];
  });
}

interface Kept {
  /** Heap, and what its objects hold outside of it. */
  readonly held: number;
  readonly rss: number;
}

/** Reads one run, by as many slow readers; by a fast one, if there are none. */
async function memoryAfterRun(target: TargetName, readers: number): Promise<Kept> {
  return withServer({ target, agents: [AGENT], store: 'memory' }, async (server) => {
    const input = runInput();
    const sockets: Socket[] = [];
    if (readers === 0) await runToEnd(server.port, AGENT, input);
    for (let reader = 0; reader < readers; reader += 1) {
      const verb = reader === 0 ? 'run' : 'connect';
      sockets.push(await openStream({ port: server.port, agent: AGENT, verb, input }));
    }
    const timer = setInterval(() => sockets.forEach((socket) => socket.read(1_024)), 1_000);
    await untilQuiet(server);
    await pause(1_000);
    const { heap, external, rss } = await server.ask('memory');
    clearInterval(timer);
    for (const socket of sockets) socket.destroy();
    return { held: heap + external, rss };
  });
}

/** Until no run is executed any more. */
async function untilQuiet(server: ServerProcess): Promise<void> {
  while ((await server.ask('runs')) !== 0) await pause(50);
}
