// Type-checks the root files and every workspace package, and reports all failures, not only the first.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { pnpm, ROOT } from './pnpm.mjs';

const { status } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json'], {
  cwd: ROOT,
  stdio: 'inherit',
});
pnpm([
  '-r',
  '--no-bail',
  '--reporter=append-only',
  '--workspace-concurrency=2',
  'run',
  'typecheck',
]);
process.exit(status ?? 1);
