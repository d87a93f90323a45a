import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import type { ServerProcess } from '../server-process.js';
import { VARIANTS, type VariantName } from '../targets/variants.js';
import { warmUp } from '../warm-up.js';
import { withStarted, type Effort } from '../workload.js';
import { eventsPerCpuSecond } from './one-stream.js';
import { runsPerCpuSecond } from './short-runs.js';

/** W1 and W3 of the Node listener with one option more: what that option costs. */
export async function options(effort: Effort): Promise<Result[]> {
  const usual = { target: 'node', agents: ['text-1k', 'text-8'], store: 'memory' } as const;
  const names = Object.keys(VARIANTS) as VariantName[];
  const variants = names.map((variant) => ({ ...usual, name: variant, variant }));
  return withStarted([usual, ...variants], effort, async (servers) => {
    const rounds = 3;
    const stream = (server: ServerProcess): Promise<number> =>
      eventsPerCpuSecond(server, 'text-1k', 10);
    const short = (server: ServerProcess): Promise<number> => runsPerCpuSecond(server, 300);
    const judged = Object.fromEntries(names.map((name) => [name, { by: 'node' }]));
    const told = { workload: 'options', judged };
    await warmUp(servers, effort, short);
    const runs = await inRounds(servers, rounds, short);
    await warmUp(servers, effort, stream);
    const streams = await inRounds(servers, rounds, stream);
    return [
      ...compare({ ...told, what: '1,000 deltas', unit: 'events per CPU s', samples: streams }),
      ...compare({ ...told, what: 'short runs', unit: 'runs per CPU s', samples: runs }),
    ];
  });
}
