// Builds the package in the current directory: ES modules and CommonJS, each with its types.
//
// The compiler's output is one file per source; for users, each entry becomes a single module. Every
// module costs a process some 30 KB and a fraction of a millisecond at start, and there are many.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = Object.values(exports).flatMap((entry) => {
  const source = /^\.\/src\/(.+)\.ts$/.exec(entry['dev-source'] ?? '');
  return source === null ? [] : [source[1]];
});

rmSync('dist', { recursive: true, force: true });
for (const project of ['tsconfig.esm.json', 'tsconfig.cjs.json']) {
  const { status } = spawnSync('tsc', ['-p', project], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
// Both from the ES modules, so that the names of the CommonJS exports can be found without running it.
const outputs = [await bundle('cjs'), await bundle('esm')];
for (const { folder, files } of outputs) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (/\.js(\.map)?$/.test(file)) rmSync(join(folder, file));
  }
  for (const { path, contents } of files) writeFileSync(path, contents);
}
// The package itself is `"type": "module"`; this marks the second output as CommonJS.
writeFileSync('dist/cjs/package.json', '{"type":"commonjs"}\n');

async function bundle(format) {
  const folder = join('dist', format);
  const { outputFiles } = await build({
    entryPoints: entries.map((name) => `dist/esm/${name}.js`),
    outdir: folder,
    bundle: true,
    packages: 'external',
    platform: 'neutral',
    format,
    target: 'es2022',
    // The bundler renames decorated classes, which is no matter unless a framework shows their names.
    keepNames: process.argv.includes('--keep-names'),
    sourcemap: true,
    sourcesContent: false,
    write: false,
  });
  return { folder, files: outputFiles };
}
