// Type-checks the whole repository, and reports all failures, not only the first.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { ROOT } from './pnpm.mjs';

const CONFIGURATIONS = [
  'tsconfig.everything.json',
  'tsconfig.neutral.json',
  // Bundled by Vite, with React.
  'apps/anywhere/tsconfig.json',
  'apps/demo/tsconfig.json',
];

const statuses = CONFIGURATIONS.map((configuration) => {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  return spawnSync(tsc, ['-p', configuration], { cwd: ROOT, stdio: 'inherit' }).status;
});
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
