import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import { runToEnd } from '../runs.js';
import { lengthOf, SCENARIOS } from '../scenarios.js';
import type { ServerProcess } from '../server-process.js';
import { warmUp, warmUpRuns } from '../warm-up.js';
import { usualTargets, withServers, type Effort } from '../workload.js';

const STREAMS = 50;

/** W2: 50 streams of 500 deltas at once. */
export async function concurrent(effort: Effort): Promise<Result[]> {
  const targets = usualTargets(effort, { judgedByExpress: false });
  const events = STREAMS * lengthOf(SCENARIOS['text-500']);
  const measure = async (server: ServerProcess): Promise<number> => {
    const micros = await server.cpuOf(() =>
      Promise.all(Array.from({ length: STREAMS }, () => runToEnd(server.port, 'text-500'))),
    );
    return events / (micros / 1e6);
  };
  const options = { agents: ['text-8', 'text-500'], store: 'memory' } as const;
  return withServers(targets, options, effort, async (servers) => {
    await warmUpRuns(servers, effort);
    await warmUp(servers, effort, measure);
    return compare({
      workload: 'W2',
      what: '50 streams of 500 deltas',
      unit: 'events per CPU s',
      samples: await inRounds(servers, effort.quick ? 5 : 7, measure),
      judged: { express: { goal: { atLeast: 0.6 } }, node: { goal: { atLeast: 0.65 } } },
      upstream: '0.06–0.07',
    });
  });
}
