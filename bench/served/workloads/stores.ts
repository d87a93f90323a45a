import { createPlace, type StorePlace } from '../../support/stores.js';
import { compare } from '../compare.js';
import type { Result } from '../result.js';
import { inRounds } from '../rounds.js';
import type { ServerProcess, ServerStart } from '../server-process.js';
import { withStarted, type Effort } from '../workload.js';
import { eventsPerCpuSecond } from './one-stream.js';
import { runsPerCpuSecond } from './short-runs.js';

/** W1 and W3 of the Node listener on each store: what durability costs in CPU. */
export async function stores(effort: Effort): Promise<Result[]> {
  const places: StorePlace[] = [];
  try {
    const starts: ServerStart[] = [];
    for (const store of effort.stores) {
      const place = await createPlace(store);
      places.push(place);
      const { file, url, schema } = place;
      const name = `node, ${store}`;
      const agents = ['text-1k', 'text-8'] as const;
      starts.push({ target: 'node', name, agents, store, place: { file, url, schema } });
    }
    return await withStarted(starts, effort, (servers) => measureAll(servers, effort));
  } finally {
    for (const place of places) await place.dispose();
  }
}

async function measureAll(servers: readonly ServerProcess[], { quick }: Effort): Promise<Result[]> {
  const rounds = quick ? 3 : 7;
  const stream = (server: ServerProcess): Promise<number> =>
    eventsPerCpuSecond(server, 'text-1k', 10);
  const short = (server: ServerProcess): Promise<number> => runsPerCpuSecond(server, 200);
  const judged = Object.fromEntries(servers.map(({ name }) => [name, { by: 'node, memory' }]));
  await inRounds(servers, 2, stream);
  const streams = await inRounds(servers, rounds, stream);
  await inRounds(servers, 2, short);
  const runs = await inRounds(servers, rounds, short);
  return [
    ...compare({
      workload: 'W1',
      what: '1,000 deltas',
      unit: 'events per CPU s',
      samples: streams,
      judged,
    }),
    ...compare({
      workload: 'W3',
      what: 'short runs, closed loop',
      unit: 'runs per CPU s',
      samples: runs,
      judged,
    }),
  ];
}
