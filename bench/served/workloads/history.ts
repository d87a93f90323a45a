import { compare, judgedRatio } from '../compare.js';
import { spreadOf, type Result } from '../result.js';
import { inRounds, pick, type Samples } from '../rounds.js';
import { conversation, runInput, runToEnd } from '../runs.js';
import { lengthOf, SCENARIOS } from '../scenarios.js';
import type { ServerProcess } from '../server-process.js';
import { usualTargets, withServers, type Effort } from '../workload.js';

const LENGTHS = [0, 50, 200, 800] as const;
const LONGEST = 800;
const RUNS = 20;
const GOAL = { atLeast: 0.95 };

/** Microseconds of CPU of a run, by the length of what came before it. */
type Costs = Readonly<Record<number, number>>;

/** W1 behind earlier messages of 1 KB each, which the client sends along: 500 deltas. */
export async function history(effort: Effort): Promise<Result[]> {
  const targets = usualTargets(effort, { judgedByExpress: false });
  const options = { agents: ['text-500'], store: 'memory' } as const;
  return withServers(targets, options, effort, async (servers) => {
    await inRounds(servers, 1, costs);
    const samples = await inRounds(servers, effort.quick ? 3 : 9, costs);
    const events = lengthOf(SCENARIOS['text-500']);
    const compared = LENGTHS.flatMap((length) =>
      compare({
        workload: 'W1',
        what: `500 deltas after ${length} messages`,
        unit: 'events per CPU s',
        samples: pick(samples, (cost) => events / ((cost[length] ?? Number.NaN) / 1e6)),
      }),
    );
    return [...compared, ...ownCosts(samples)];
  });
}

async function costs(server: ServerProcess): Promise<Costs> {
  const found: Record<number, number> = {};
  for (const length of LENGTHS) {
    const messages = conversation(length, 1_000);
    const micros = await server.cpuOf(async () => {
      for (let run = 0; run < RUNS; run += 1) {
        await runToEnd(server.port, 'text-500', runInput(messages));
      }
    });
    found[length] = micros / RUNS;
  }
  return found;
}

/** What a run costs behind the longest history, less what the limit pays for taking in the larger body. */
function ownCosts(samples: Samples<Costs>): Result[] {
  const limit = samples.get('limit');
  if (limit === undefined) return [];
  return [...samples]
    .filter(([target]) => target !== 'limit' && target !== 'express-floor')
    .map(([target, rounds]) => {
      const goal = target === 'express' || target === 'node' ? GOAL : undefined;
      const own = rounds.map((cost, round) => {
        const intake = costOf(limit[round], LONGEST) - costOf(limit[round], 0);
        return costOf(cost, LONGEST) - intake;
      });
      return {
        workload: 'W1',
        what: `own cost of a run after none, over that after ${LONGEST}`,
        target,
        value: spreadOf(own),
        unit: 'µs',
        ...judgedRatio(
          'itself after none',
          own.map((cost, round) => costOf(rounds[round], 0) / cost),
          goal,
        ),
      };
    });
}

function costOf(costs: Costs | undefined, length: number): number {
  return costs?.[length] ?? Number.NaN;
}
