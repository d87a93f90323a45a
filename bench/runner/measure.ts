import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Result } from '../served/result.js';
import type { Row } from '../support/row.js';
import type { Wish } from './command-line.js';
import type { Step } from './plan.js';
import type { Group } from './report.js';

/** Measures a workload, each store of it in a process of its own; progress goes to stderr. */
export async function measure(
  { kind, workload, stores }: Step,
  { quick, targets, profile }: Pick<Wish, 'quick' | 'targets' | 'profile'>,
  programs: string,
): Promise<Group> {
  const { name, title } = workload;
  const env = profile === null ? {} : { FLIGHTDECK_BENCH_PROFILE: profile };
  const group = { name, title };
  if (kind === 'served') {
    const args = [name, quick ? 'quick' : 'thorough', (targets ?? []).join(','), stores.join(',')];
    const results = await program<Result>(join(programs, 'served.mjs'), args, env);
    return { ...group, results: results ?? [], rows: [], failed: results === null };
  }
  const rows: Row[] = [];
  let failed = false;
  for (const store of stores) {
    const found = await program<Row>(join(programs, 'stores.mjs'), [name, store], env);
    rows.push(...(found ?? []));
    failed ||= found === null;
  }
  return { ...group, results: [], rows, failed };
}

/** What a program tells as one line of JSON; `null` if it fails, which it says itself unless it was killed. */
async function program<T>(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<T[] | null> {
  const startedAt = performance.now();
  process.stderr.write(`> ${args.filter((arg) => arg !== '').join(' ')}\n`);
  const child = spawn(process.execPath, ['--expose-gc', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  const outcome = status === 0 ? 'measured' : `FAILED (${signal ?? status})`;
  process.stderr.write(`  ${outcome} after ${seconds} s\n`);
  return status === 0 ? (JSON.parse(told) as T[]) : null;
}
