import { STORE_KINDS } from '../support/stores.js';
import { pinned } from './pin.js';
import { SELECTABLE_TARGETS } from './target.js';
import { SERVED_WORKLOADS } from './workloads.js';

/** `main.mjs WORKLOAD [quick|thorough] [target,…] [store,…]`: its results go to stdout as one line of JSON. */
async function main([
  name = '',
  effort,
  targets = '',
  stores = '',
]: readonly string[]): Promise<void> {
  const workload = SERVED_WORKLOADS.find((registered) => registered.name === name);
  if (workload === undefined) throw new Error(`There is no workload '${name}'`);
  pinned(process.pid, 'load');
  const only = SELECTABLE_TARGETS.filter((target) => targets.split(',').includes(target));
  const results = await workload.run({
    quick: effort === 'quick',
    only: only.length > 0 ? only : null,
    stores: STORE_KINDS.filter((store) => stores === '' || stores.split(',').includes(store)),
  });
  process.stdout.write(`${JSON.stringify(results)}\n`, () => process.exit(0));
}

await main(process.argv.slice(2));
