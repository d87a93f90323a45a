import { agent } from './workloads/agent.js';
import { latency } from './workloads/latency.js';
import { listThreads } from './workloads/list-threads.js';
import { middlewares } from './workloads/middlewares.js';
import { openThread } from './workloads/open-thread.js';
import { recovery, runVictim } from './workloads/recovery.js';
import { soak } from './workloads/soak.js';
import type { Row } from './support/row.js';
import type { StoreKind, StorePlace } from './support/stores.js';

const WORKLOADS: Readonly<Record<string, (kind: StoreKind) => Promise<Row[]>>> = {
  latency,
  'open-thread': openThread,
  'list-threads': listThreads,
  recovery,
  soak,
  middlewares,
  agent,
};

/** One workload on one store, in this process; its rows go to stdout as one line of JSON. */
async function main([name = '', ...args]: readonly string[]): Promise<void> {
  if (name === 'victim') {
    const place = JSON.parse(args[0] ?? '') as Omit<StorePlace, 'sql' | 'dispose'>;
    await runVictim(place, args[1] ?? '');
    return;
  }
  const workload = WORKLOADS[name];
  if (workload === undefined) throw new Error(`There is no workload '${name}'`);
  console.log(JSON.stringify(await workload(args[0] as StoreKind)));
}

await main(process.argv.slice(2));
