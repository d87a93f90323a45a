#!/usr/bin/env node
// Runs the conformance cases: from the sources in a checkout, from `dist` where it is installed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const { runConformanceCli } = import.meta.url.includes('/node_modules/')
  ? await import('../dist/esm/conformance/cli.js')
  : await importSource('../src/conformance/cli.ts');

process.exitCode = await runConformanceCli(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});

async function importSource(path) {
  const { build } = await import('esbuild');
  const directory = await mkdtemp(join(tmpdir(), 'flightdeck-conformance-'));
  const outfile = join(directory, 'cli.mjs');
  try {
    await build({
      entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(directory, { recursive: true });
  }
}
