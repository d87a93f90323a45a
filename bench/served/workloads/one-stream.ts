import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import { runToEnd } from '../runs.js';
import { lengthOf, SCENARIOS, type ScenarioName } from '../scenarios.js';
import type { ServerProcess } from '../server-process.js';
import { warmUp, warmUpRuns } from '../warm-up.js';
import { usualTargets, withServers, type Effort } from '../workload.js';

interface Case {
  readonly name: ScenarioName;
  readonly what: string;
  /** Streams, one after the other, that make one sample. */
  readonly streams: number;
  readonly goals?: { readonly express: number; readonly node: number };
  readonly upstream: string;
  readonly quick?: boolean;
}

const CASES: readonly Case[] = [
  {
    name: 'text-1k',
    what: '1,000 deltas',
    streams: 40,
    goals: { express: 0.8, node: 0.85 },
    upstream: '0.10–0.14',
    quick: true,
  },
  {
    name: 'text-10k',
    what: '10,000 deltas',
    streams: 3,
    goals: { express: 0.7, node: 0.7 },
    upstream: '0.011–0.019',
    quick: true,
  },
  {
    name: 'text-10k-sync',
    what: '10,000 deltas in one synchronous loop',
    streams: 3,
    upstream: '0.011–0.027',
  },
  {
    name: 'text-10k-promise',
    what: '10,000 deltas, one per promise turn',
    streams: 3,
    upstream: '0.016–0.023',
  },
  { name: 'custom-2k', what: '2,000 CUSTOM events of 4 KB', streams: 3, upstream: '0.08' },
  { name: 'tool-1k', what: '1,000 argument deltas', streams: 20, upstream: '0.04–0.07' },
  {
    name: 'state-300',
    what: '300 patches on a state of 50 KB',
    streams: 20,
    goals: { express: 0.5, node: 0.5 },
    upstream: '0.005–0.006',
  },
];

/** W1: one stream, as fast as it goes. Events per second of the server's CPU. */
export async function oneStream(effort: Effort): Promise<Result[]> {
  const targets = usualTargets(effort, { judgedByExpress: false });
  const cases = CASES.filter(({ quick }) => quick === true || !effort.quick);
  const agents = ['text-8', ...cases.map(({ name }) => name)] as const;
  const results: Result[] = [];
  await withServers(targets, { agents, store: 'memory' }, effort, async (servers) => {
    await warmUpRuns(servers, effort);
    for (const { name, what, goals, upstream, ...whole } of cases) {
      const streams = effort.quick ? Math.ceil(whole.streams / 2) : whole.streams;
      const measure = (server: ServerProcess): Promise<number> =>
        eventsPerCpuSecond(server, name, streams);
      await warmUp(servers, effort, measure);
      const samples = await inRounds(servers, effort.quick || goals === undefined ? 5 : 7, measure);
      const judged = goals && {
        express: { goal: { atLeast: goals.express } },
        node: { goal: { atLeast: goals.node } },
      };
      const unit = 'events per CPU s';
      results.push(
        ...compare({ workload: 'W1', what, unit, samples, upstream, ...(judged && { judged }) }),
      );
    }
  });
  return results;
}

/** Runs a scenario so many times, one run after the other. */
export async function eventsPerCpuSecond(
  server: ServerProcess,
  name: ScenarioName,
  streams: number,
): Promise<number> {
  const micros = await server.cpuOf(async () => {
    for (let stream = 0; stream < streams; stream += 1) await runToEnd(server.port, name);
  });
  return (streams * lengthOf(SCENARIOS[name])) / (micros / 1e6);
}
