// Checks the packed packages as a consumer's tools will see them: publint and "are the types wrong".
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { packAll } from './packages.mjs';
import { ROOT } from './pnpm.mjs';
import { tempDirectory } from './temp-directory.mjs';

const checks = [
  { tool: 'publint', args: (tarball) => ['run', tarball, '--strict'] },
  { tool: 'attw', args: (tarball) => [tarball, '--format', 'ascii'] },
];

const failures = [];
for (const [name, tarball] of packAll(tempDirectory('check'))) {
  for (const { tool, args } of checks) {
    const bin = join(ROOT, 'node_modules/.bin', tool);
    const { status, stdout, stderr } = spawnSync(bin, args(tarball), { encoding: 'utf8' });
    console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${tool} ${name}`);
    if (status !== 0) failures.push(`--- ${tool} ${name}\n${stdout}${stderr}`);
  }
}
if (failures.length > 0) console.error(failures.join('\n'));
process.exitCode = failures.length > 0 ? 1 : 0;
