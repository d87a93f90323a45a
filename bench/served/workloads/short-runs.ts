import { byClients } from '../by-clients.js';
import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import { runToEnd } from '../runs.js';
import type { ServerProcess } from '../server-process.js';
import { warmUp, warmUpRuns } from '../warm-up.js';
import { usualTargets, withServers, type Effort } from '../workload.js';

/** W3: runs of ten events or so, each on a thread of its own, by 16 clients in a closed loop. */
export async function shortRuns(effort: Effort): Promise<Result[]> {
  const targets = usualTargets(effort, { judgedByExpress: true });
  const runs = effort.quick ? 400 : 1_000;
  const measure = (server: ServerProcess): Promise<number> => runsPerCpuSecond(server, runs);
  return withServers(targets, { agents: ['text-8'], store: 'memory' }, effort, async (servers) => {
    await warmUpRuns(servers, effort);
    await warmUp(servers, effort, measure);
    const samples = await inRounds(servers, effort.quick ? 5 : 7, measure);
    return compare({
      workload: 'W3',
      what: 'short runs, closed loop',
      unit: 'runs per CPU s',
      samples,
      judged: {
        express: { by: 'express-floor', goal: { atLeast: 0.65 } },
        node: { goal: { atLeast: 0.4 } },
        upstream: { by: 'express-floor' },
      },
      upstream: '0.08–0.16',
    });
  });
}

/** So many short runs, by all clients. */
export async function runsPerCpuSecond(server: ServerProcess, runs: number): Promise<number> {
  const micros = await server.cpuOf(() => byClients(runs, () => runToEnd(server.port, 'text-8')));
  return runs / (micros / 1e6);
}
