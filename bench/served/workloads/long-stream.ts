import { compare, judgedRatio } from '../compare.js';
import { spreadOf, type Result } from '../result.js';
import { inRounds, pick } from '../rounds.js';
import type { TargetName } from '../target.js';
import { warmUpRuns } from '../warm-up.js';
import { withServers, type Effort } from '../workload.js';
import { eventsPerCpuSecond } from './one-stream.js';

/** Without upstream, to which a stream of this length takes minutes. */
const TARGETS: readonly TargetName[] = ['limit', 'express-floor', 'fetch', 'node', 'express'];
const GOAL = { atLeast: 0.7 };
const GROWTH_GOAL = { atMost: 1.3 };

/** W1 with 100,000 deltas, and whether an event of such a stream costs more than one of a short one. */
export async function longStream(effort: Effort): Promise<Result[]> {
  const agents = ['text-8', 'text-1k', 'text-100k'] as const;
  return withServers(TARGETS, { agents, store: 'memory' }, effort, async (servers) => {
    const measure = async (server: (typeof servers)[number]) => ({
      short: await eventsPerCpuSecond(server, 'text-1k', 40),
      long: await eventsPerCpuSecond(server, 'text-100k', 1),
    });
    await warmUpRuns(servers, effort);
    await inRounds(servers, 1, measure);
    const samples = await inRounds(servers, effort.quick ? 3 : 7, measure);
    const compared = compare({
      workload: 'W1',
      what: '100,000 deltas',
      unit: 'events per CPU s',
      samples: pick(samples, ({ long }) => long),
      judged: { express: { goal: GOAL }, node: { goal: GOAL } },
    });
    const grown = [...samples].map(([target, rounds]) => {
      const goal = target === 'express' || target === 'node' ? GROWTH_GOAL : undefined;
      return {
        workload: 'W1',
        what: 'cost per event at 100,000 deltas',
        target,
        value: spreadOf(rounds.map(({ long }) => 1e6 / long)),
        unit: 'µs',
        ...judgedRatio(
          'at 1,000',
          rounds.map(({ short, long }) => short / long),
          goal,
        ),
      };
    });
    return [...compared, ...grown];
  });
}
