import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { findPostgres } from '@flightdeck/testing';

import { SERVED_WORKLOADS } from '../served/workloads.js';
import { STORE_WORKLOADS } from '../store-workloads.js';
import { readCommandLine, type Wish } from './command-line.js';
import { GUARD_BOUNDS } from './guard-bounds.js';
import { breachesOf, breachText } from './guard.js';
import { measure } from './measure.js';
import { planOf, type Choice, type Step } from './plan.js';
import type { Group, Report } from './report.js';
import { summaryOf } from './summary.js';
import { tablesOf, verdictOf } from './tables.js';

const CHOICES: readonly Choice[] = [
  ...SERVED_WORKLOADS.map((workload) => ({ kind: 'served' as const, workload })),
  ...STORE_WORKLOADS.map((workload) => ({ kind: 'store' as const, workload })),
];
const PROGRAMS = fileURLToPath(new URL('.', import.meta.url));

/** The command line of the benchmarks; answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const known = CHOICES.map(({ workload }) => workload.name);
  const wish = withGuarded(readCommandLine(args, known));
  if (wish.markdown !== null) {
    console.log(summaryOf(JSON.parse(readFileSync(wish.markdown, 'utf8')) as Report));
    return 0;
  }
  const steps = planOf(wish, CHOICES);
  if (wish.list) {
    for (const { workload, stores } of planOf({ ...wish, set: 'all' }, CHOICES)) {
      console.log([workload.name, workload.set, stores.join(' '), workload.title].join('\t'));
    }
    return 0;
  }
  const report = await reportOf(steps, wish);
  if (wish.json !== null) writeFileSync(wish.json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(tablesOf(report));
  console.log(`${verdictOf(report)}; ${report.seconds} s`);
  const kept = !wish.guard || (await keepsBounds(report, steps, wish));
  return kept && !report.groups.some(({ failed }) => failed) ? 0 : 1;
}

/** The guard measures what it has bounds for, unless it is told what. */
function withGuarded(wish: Wish): Wish {
  if (!wish.guard || wish.workloads.length > 0) return wish;
  return { ...wish, workloads: GUARD_BOUNDS.map(({ name }) => name) };
}

/** Whether all bounds are kept, at the second attempt at the latest: one miss may be chance. */
async function keepsBounds(
  { groups }: Report,
  steps: readonly Step[],
  wish: Wish,
): Promise<boolean> {
  const asked = GUARD_BOUNDS.filter(
    ({ name, target }) => wish.workloads.includes(name) && (wish.targets?.includes(target) ?? true),
  );
  const missed = new Set(breachesOf(groups, asked).map(({ bound }) => bound.name));
  if (missed.size === 0) return true;
  console.error(`> missed at first: ${[...missed].join(', ')}`);
  const again = await reportOf(
    steps.filter(({ workload }) => missed.has(workload.name)),
    wish,
  );
  const breaches = breachesOf(
    again.groups,
    asked.filter(({ name }) => missed.has(name)),
  );
  for (const breach of breaches) console.error(breachText(breach));
  return breaches.length === 0;
}

async function reportOf(steps: readonly Step[], wish: Wish): Promise<Report> {
  const startedAt = performance.now();
  const wantsPostgres = steps.some(({ stores }) => stores.includes('postgres'));
  const postgres = wantsPostgres ? await findPostgres() : null;
  if (postgres !== null) process.env.DATABASE_URL = postgres.url;
  else if (wantsPostgres) console.error('> no PostgreSQL at DATABASE_URL: not measured');
  const groups: Group[] = [];
  try {
    for (const step of steps) {
      const stores = step.stores.filter((store) => store !== 'postgres' || postgres !== null);
      groups.push(await measure({ ...step, stores }, wish, PROGRAMS));
    }
  } finally {
    await postgres?.close();
  }
  return {
    node: process.version,
    processors: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
    quick: wish.quick,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    groups,
  };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
