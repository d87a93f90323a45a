// Builds the package in the current directory: ES modules and CommonJS, each with its types.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
for (const project of ['tsconfig.esm.json', 'tsconfig.cjs.json']) {
  const { status } = spawnSync('tsc', ['-p', project], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
// The package itself is `"type": "module"`; this marks the second output as CommonJS.
writeFileSync('dist/cjs/package.json', '{"type":"commonjs"}\n');
