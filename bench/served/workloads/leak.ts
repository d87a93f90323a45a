import { byClients } from '../by-clients.js';
import { judge } from '../judge.js';
import type { Result } from '../result.js';
import { inFreshRounds, pick } from '../rounds.js';
import { runToEnd } from '../runs.js';
import type { TargetName } from '../target.js';
import { wantedOf, withServer, type Effort } from '../workload.js';

const TARGETS: readonly TargetName[] = ['node', 'express', 'upstream'];
/** More than the threads that a store in memory keeps, so that what comes after takes nothing more. */
const RUNS = { quick: [1_500, 4_500], thorough: [5_000, 30_000] } as const;
/** Tells a leak from what the tables of a long-lived process do. */
const GOAL = { atMost: 1.05 };

/** W6: the heap after many short runs, each on a thread of its own, and after many more. */
export async function leak(effort: Effort): Promise<Result[]> {
  const [few, many] = effort.quick ? RUNS.quick : RUNS.thorough;
  const samples = await inFreshRounds(wantedOf(TARGETS, effort), 1, (target) =>
    withServer({ target, agents: ['text-8'], store: 'memory' }, async (server) => {
      const heapAfter = async (runs: number): Promise<number> => {
        await byClients(runs, () => runToEnd(server.port, 'text-8'));
        return (await server.ask('memory')).heap;
      };
      const plateau = await heapAfter(few);
      return { first: plateau / 1e6, grown: (await heapAfter(many - few)) / plateau };
    }),
  );
  const after = (runs: number): string => `heap after ${runs.toLocaleString('en')} short runs`;
  return [
    ...judge({
      workload: 'W6',
      what: after(few),
      unit: 'MB',
      samples: pick(samples, ({ first }) => first),
    }),
    ...judge({
      workload: 'W6',
      what: `${after(many)}, over that after ${few.toLocaleString('en')}`,
      unit: '×',
      samples: pick(samples, ({ grown }) => grown),
      goals: { node: GOAL, express: GOAL },
    }),
  ];
}
