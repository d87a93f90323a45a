import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import { runToEnd } from '../runs.js';
import { lengthOf, SCENARIOS, type ScenarioName } from '../scenarios.js';
import type { TargetName } from '../target.js';
import { withServers, type Effort } from '../workload.js';

interface Case {
  readonly name: ScenarioName;
  readonly what: string;
  /** Streams, one after the other, that make one sample. */
  readonly streams: number;
  readonly goals: { readonly express: number; readonly node: number };
  readonly upstream: string;
  readonly quick?: boolean;
}

const CASES: readonly Case[] = [
  {
    name: 'text-1k',
    what: '1,000 deltas',
    streams: 20,
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
];
const TARGETS: readonly TargetName[] = [
  'limit',
  'express-floor',
  'fetch',
  'node',
  'express',
  'upstream',
];

/** W1: one stream, as fast as it goes. Events per second of the server's CPU. */
export async function oneStream(effort: Effort): Promise<Result[]> {
  const cases = CASES.filter(({ quick }) => quick === true || !effort.quick);
  const agents = cases.map(({ name }) => name);
  const results: Result[] = [];
  await withServers(TARGETS, { agents, store: 'memory' }, effort, async (servers) => {
    for (const { name, what, streams, goals, upstream } of cases) {
      const events = streams * lengthOf(SCENARIOS[name]);
      const measure = async (server: (typeof servers)[number]): Promise<number> => {
        const micros = await server.cpuOf(async () => {
          for (let stream = 0; stream < streams; stream += 1) await runToEnd(server.port, name);
        });
        return events / (micros / 1e6);
      };
      await inRounds(servers, 2, measure);
      const samples = await inRounds(servers, effort.quick ? 5 : 9, measure);
      results.push(
        ...compare({
          workload: 'W1',
          what,
          unit: 'events per CPU s',
          samples,
          judged: {
            express: { goal: { atLeast: goals.express } },
            node: { goal: { atLeast: goals.node } },
          },
          upstream,
        }),
      );
    }
  });
  return results;
}
