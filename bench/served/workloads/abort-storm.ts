import { Agent } from 'node:http';

import { read, send } from '../http-load.js';
import { judge } from '../judge.js';
import { openStreams, pause } from '../open-stream.js';
import type { Result } from '../result.js';
import { inFreshRounds, pick } from '../rounds.js';
import type { ServerProcess, ServerStart } from '../server-process.js';
import type { TargetName } from '../target.js';
import { wantedOf, withServer, type Effort } from '../workload.js';

const TARGETS: readonly TargetName[] = ['limit', 'node', 'express', 'upstream'];
const AGENT = 'text-for-2-s';
const CLIENTS = 1_000;
const PER_SECOND = 2_000;
/** Far more than what is left of a run when its client leaves. */
const PATIENCE_MS = 20_000;
const NOTHING = { atMost: 0 };

/** By what becomes of a run whose client has left; floors know only one way. */
const POLICIES = [
  { onDisconnect: 'continue', targets: TARGETS, what: 'aborts, runs go on' },
  { onDisconnect: 'cancel', targets: ['node', 'express'], what: 'aborts, runs are cancelled' },
] as const;

/** W10: a thousand clients that all leave in the middle of their runs, three times. */
export async function abortStorm(effort: Effort): Promise<Result[]> {
  const results: Result[] = [];
  for (const { onDisconnect, targets, what } of POLICIES) {
    const samples = await inFreshRounds(wantedOf(targets, effort), 1, (target) =>
      weather({ target, agents: [AGENT], store: 'memory', onDisconnect }, effort.quick ? 2 : 3),
    );
    const figure = (name: keyof Aftermath, unit: string) => ({
      workload: 'W10',
      what: `${what}: ${name}`,
      unit,
      samples: pick(samples, (each) => each[name]),
    });
    const goals = { node: NOTHING, express: NOTHING };
    results.push(
      ...judge(figure('/info p50', 'ms')),
      ...judge(figure('/info slowest', 'ms')),
      ...judge({ ...figure('runs left', 'runs'), goals }),
      ...judge({ ...figure('sockets left', 'sockets'), goals }),
      ...judge(figure('heap grown', 'MB')),
    );
  }
  return results;
}

interface Aftermath {
  readonly '/info p50': number;
  readonly '/info slowest': number;
  readonly 'runs left': number;
  readonly 'sockets left': number;
  /** From the first storm to the last: threads are kept, until there are too many of them. */
  readonly 'heap grown': number;
}

async function weather(start: ServerStart, storms: number): Promise<Aftermath> {
  return withServer(start, async (server) => {
    const latencies: number[] = [];
    let left = { runs: 0, sockets: 0 };
    const heaps: number[] = [];
    for (let storm = 0; storm < storms; storm += 1) {
      await abort(server);
      latencies.push(...(await infoLatencies(server.port)));
      left = await leftovers(server);
      heaps.push((await server.ask('memory')).heap);
    }
    const sorted = latencies.toSorted((a, b) => a - b);
    return {
      '/info p50': sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
      '/info slowest': sorted.at(-1) ?? Number.NaN,
      'runs left': left.runs,
      'sockets left': left.sockets,
      'heap grown': ((heaps.at(-1) ?? Number.NaN) - (heaps[0] ?? Number.NaN)) / 1e6,
    };
  });
}

async function abort(server: ServerProcess): Promise<void> {
  const clients = await openStreams(CLIENTS, PER_SECOND, { port: server.port, agent: AGENT });
  for (const client of clients) client.destroy();
}

/** Of requests one after the other, right after the storm. */
async function infoLatencies(port: number): Promise<number[]> {
  // Its connections must not count among those that are left.
  const agent = new Agent({ keepAlive: true });
  const latencies: number[] = [];
  for (let request = 0; request < 100; request += 1) {
    const begun = performance.now();
    await read(await send(port, '/info', undefined, agent));
    latencies.push(performance.now() - begun);
  }
  agent.destroy();
  return latencies;
}

/** What is still there when everything has had the time to end. */
async function leftovers(server: ServerProcess): Promise<{ runs: number; sockets: number }> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const runs = (await server.ask('runs')) ?? 0;
    const sockets = await server.ask('sockets');
    if ((runs === 0 && sockets === 0) || performance.now() > deadline) return { runs, sockets };
    await pause(100);
  }
}
