import { pinned } from './pin.js';
import { TARGETS, type TargetName } from './target.js';
import type { Workload } from './workload.js';
import { info } from './workloads/info.js';
import { oneStream } from './workloads/one-stream.js';
import { shortRuns } from './workloads/short-runs.js';

const WORKLOADS: Readonly<Record<string, Workload>> = {
  'one-stream': oneStream,
  'short-runs': shortRuns,
  info,
};

/** `main.mjs WORKLOAD [quick|thorough] [target,…]`: its results go to stdout as one line of JSON. */
async function main([name = '', effort, targets = '']: readonly string[]): Promise<void> {
  const workload = WORKLOADS[name];
  if (workload === undefined) throw new Error(`There is no workload '${name}'`);
  pinned(process.pid, 'load');
  const only = TARGETS.filter((target) => targets.split(',').includes(target));
  const results = await workload({
    quick: effort === 'quick',
    only: only.length > 0 ? (only as TargetName[]) : null,
  });
  console.log(JSON.stringify(results));
  process.exit(0);
}

await main(process.argv.slice(2));
