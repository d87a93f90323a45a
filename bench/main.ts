import { STORE_WORKLOADS } from './store-workloads.js';
import type { StoreKind, StorePlace } from './support/stores.js';
import { runVictim } from './workloads/recovery.js';

/** One workload on one store, in this process; its rows go to stdout as one line of JSON. */
async function main([name = '', ...args]: readonly string[]): Promise<void> {
  if (name === 'victim') {
    const place = JSON.parse(args[0] ?? '') as Omit<StorePlace, 'sql' | 'dispose'>;
    await runVictim(place, args[1] ?? '');
    return;
  }
  const workload = STORE_WORKLOADS.find((registered) => registered.name === name);
  if (workload === undefined) throw new Error(`There is no workload '${name}'`);
  console.log(JSON.stringify(await workload.run(args[0] as StoreKind)));
}

// Whoever follows a run of another instance waits for the next look at the store, whose timer keeps no process
// alive: servers have their listeners for that, and this process has nothing.
const alive = setInterval(() => undefined, 60_000);
try {
  await main(process.argv.slice(2));
} finally {
  clearInterval(alive);
}
