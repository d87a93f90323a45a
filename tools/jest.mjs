import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { ROOT } from './pnpm.mjs';

/** Runs Jest on the whole repository, and returns its exit code. */
export function jest(args, environment = {}) {
  const nodeOptions = [
    process.env.NODE_OPTIONS,
    // NestJS 12 and the sources are ES modules, which Jest loads through Node's vm modules.
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
  ];
  const { status, signal, error } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/jest/bin/jest.js'), ...args],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, NODE_OPTIONS: nodeOptions.filter(Boolean).join(' '), ...environment },
    },
  );
  if (error) throw error;
  if (signal) process.kill(process.pid, signal);
  return status ?? 1;
}
