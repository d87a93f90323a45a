import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { findPostgres } from '@flightdeck/testing';

import { readCommandLine, type Wish } from './command-line.js';
import { measure } from './measure.js';
import { planOf, WORKLOAD_NAMES, type Step } from './plan.js';
import type { Group, Report } from './report.js';
import { tablesOf, verdictOf } from './tables.js';

const PROGRAMS = fileURLToPath(new URL('.', import.meta.url));

/** The command line of the benchmarks; answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const wish = readCommandLine(args, WORKLOAD_NAMES);
  if (wish.markdown !== null) {
    console.log(tablesOf(JSON.parse(readFileSync(wish.markdown, 'utf8')) as Report));
    return 0;
  }
  const steps = planOf(wish);
  if (wish.list) {
    for (const { workload, stores } of planOf({ ...wish, set: 'all' })) {
      console.log([workload.name, workload.set, stores.join(' '), workload.title].join('\t'));
    }
    return 0;
  }
  const report = await reportOf(steps, wish);
  if (wish.json !== null) writeFileSync(wish.json, `${JSON.stringify(report, null, 2)}\n`);
  console.log(tablesOf(report));
  console.log(`${verdictOf(report)}; ${report.seconds} s`);
  return report.groups.some(({ failed }) => failed) ? 1 : 0;
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
