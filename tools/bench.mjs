// `pnpm bench [workload ...] [--store name]`: measures, each workload and store in a process of its own.
// Prints a table; with `--json FILE` the rows are written there, too.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { ROOT } from './pnpm.mjs';

/** What is measured unless the command line names something; a soak takes minutes. */
const STORES_OF = {
  latency: ['memory', 'sqlite', 'postgres'],
  'open-thread': ['memory', 'sqlite', 'postgres'],
  'list-threads': ['sqlite', 'postgres'],
  recovery: ['sqlite', 'postgres'],
  soak: ['memory', 'sqlite', 'postgres'],
  middlewares: ['none'],
  agent: ['none'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { store: { type: 'string', multiple: true }, json: { type: 'string' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(STORES_OF, name));
if (unknown.length > 0) {
  console.error(
    `Unknown workload ${unknown.join(', ')}; there are ${Object.keys(STORES_OF).join(', ')}`,
  );
  process.exit(2);
}

const program = join(ROOT, 'bench/.build/main.mjs');
mkdirSync(join(ROOT, 'bench/.build'), { recursive: true });
await build({
  entryPoints: [join(ROOT, 'bench/main.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['dev-source'],
  external: ['libsql', 'pg', 'redis'],
});

const rows = [];
let failed = false;
for (const workload of positionals.length > 0 ? positionals : Object.keys(STORES_OF)) {
  const stores = STORES_OF[workload].filter((name) => values.store?.includes(name) ?? true);
  for (const store of stores) {
    console.error(`> ${workload} on ${store}`);
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--expose-gc', program, workload, store],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        encoding: 'utf8',
      },
    );
    if (status === 0) rows.push(...JSON.parse(stdout));
    else failed = true;
  }
}
const columns = ['workload', 'store', 'what', 'figure', 'bound'];
const line = (cells) => `| ${cells.join(' | ')} |`;
console.log(line(columns));
console.log(line(columns.map(() => '---')));
for (const row of rows) {
  const bound = row.bound === undefined ? '' : `${row.bound}${row.met ? '' : ' MISSED'}`;
  console.log(line([row.workload, row.store, row.what, row.figure, bound]));
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
process.exit(failed ? 1 : 0);
