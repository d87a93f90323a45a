import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import type { ServerProcess } from '../server-process.js';
import type { TargetName } from '../target.js';
import { warmUp, warmUpRuns } from '../warm-up.js';
import { withServers, type Effort } from '../workload.js';
import { eventsPerCpuSecond } from './one-stream.js';
import { runsPerCpuSecond } from './short-runs.js';

const TARGETS: readonly TargetName[] = [
  'nest-express-floor',
  'nest-express',
  'nest-fastify-floor',
  'nest-fastify',
];
/** At most 15 % more CPU than the floor. */
const GOAL = { atLeast: 0.87 };

/** The Nest module beside a bare controller that writes the same frames, on Express and on Fastify. */
export async function nest(effort: Effort): Promise<Result[]> {
  const agents = ['text-1k', 'text-8'] as const;
  return withServers(TARGETS, { agents, store: 'memory' }, effort, async (servers) => {
    const rounds = effort.quick ? 5 : 7;
    const stream = (server: ServerProcess): Promise<number> =>
      eventsPerCpuSecond(server, 'text-1k', 40);
    await warmUpRuns(servers, effort);
    await warmUp(servers, effort, stream);
    const streams = await inRounds(servers, rounds, stream);
    const short = (server: ServerProcess): Promise<number> => runsPerCpuSecond(server, 800);
    await warmUp(servers, effort, short);
    const runs = await inRounds(servers, rounds, short);
    return [
      ...compare({
        workload: 'W1',
        what: '1,000 deltas',
        unit: 'events per CPU s',
        samples: streams,
        judged: {
          'nest-express': { by: 'nest-express-floor', goal: GOAL },
          'nest-fastify': { by: 'nest-fastify-floor', goal: GOAL },
        },
      }),
      ...compare({
        workload: 'W3',
        what: 'short runs, closed loop',
        unit: 'runs per CPU s',
        samples: runs,
        judged: {
          'nest-express': { by: 'nest-express-floor' },
          'nest-fastify': { by: 'nest-fastify-floor' },
        },
      }),
    ];
  });
}
