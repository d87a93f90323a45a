import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import type { ServerProcess } from '../server-process.js';
import type { TargetName } from '../target.js';
import { warmUp } from '../warm-up.js';
import { withStarted, type Effort } from '../workload.js';
import { eventsPerCpuSecond } from './one-stream.js';

const TARGETS: readonly TargetName[] = ['limit', 'fetch', 'node', 'express', 'upstream'];

/** W1 of an agent in another process, which AG-UI's `HttpAgent` relays; the limit writes what it has. */
export async function relayed(effort: Effort): Promise<Result[]> {
  const options = { agents: ['text-1k'], store: 'memory' } as const;
  const source = { target: 'source', core: 'load', ...options } as const;
  return withStarted([source], { only: null }, async ([{ port } = { port: 0 }]) => {
    const starts = TARGETS.map((target) => ({ target, ...options, relayFrom: port }));
    return withStarted(starts, effort, async (servers) => {
      const measure = (server: ServerProcess): Promise<number> =>
        eventsPerCpuSecond(server, 'text-1k', 10);
      await warmUp(servers, effort, measure);
      return compare({
        workload: 'W1',
        what: '1,000 deltas, relayed',
        unit: 'events per CPU s',
        samples: await inRounds(servers, effort.quick ? 5 : 7, measure),
      });
    });
  });
}
