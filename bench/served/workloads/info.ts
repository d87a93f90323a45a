import { byClients } from '../by-clients.js';
import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { fetchText } from '../http-load.js';
import { inRounds } from '../rounds.js';
import type { ServerProcess } from '../server-process.js';
import { warmUp } from '../warm-up.js';
import { usualTargets, withServers, type Effort } from '../workload.js';

const TRANSPORTS = [
  { what: 'GET /info', ask: (port: number) => fetchText(port, '/info'), express: 0.9, node: 0.8 },
  {
    what: 'envelope info',
    ask: (port: number) => fetchText(port, '', { method: 'info' }),
    express: 0.75,
    node: 0.6,
  },
] as const;

/** W5: what every client asks first, by both transports. */
export async function info(effort: Effort): Promise<Result[]> {
  const targets = usualTargets(effort, { judgedByExpress: true });
  const requests = effort.quick ? 400 : 2_000;
  const results: Result[] = [];
  await withServers(targets, { agents: ['text-8'], store: 'memory' }, effort, async (servers) => {
    for (const { what, ask, ...goals } of TRANSPORTS) {
      const measure = async (server: ServerProcess): Promise<number> => {
        const micros = await server.cpuOf(() => byClients(requests, () => ask(server.port)));
        return requests / (micros / 1e6);
      };
      await warmUp(servers, effort, measure);
      const samples = await inRounds(servers, 5, measure);
      results.push(
        ...compare({
          workload: 'W5',
          what,
          unit: 'requests per CPU s',
          samples,
          judged: {
            express: { by: 'express-floor', goal: { atLeast: goals.express } },
            node: { goal: { atLeast: goals.node } },
            upstream: { by: 'express-floor' },
          },
          upstream: what === 'GET /info' ? '0.25–0.39' : '0.25–0.30',
        }),
      );
    }
  });
  return results;
}
