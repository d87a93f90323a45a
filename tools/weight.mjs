// Measures what the packed `@flightdeck/runtime-express` costs its user: packages and megabytes beyond
// Express alone, time and memory of its import. Exits with 1 if one is over its budget.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { packAll } from './packages.mjs';
import { installApp, versionInUse, withOwnDependencies } from './temp-app.mjs';
import { tempDirectory } from './temp-directory.mjs';

const MEASURED = '@flightdeck/runtime-express';
const PROCESSES = 15;
const MEGABYTE = 1e6;

const directory = tempDirectory('weight');
const tarballs = packAll(join(directory, 'tarballs'));
const express = { express: versionInUse('runtime-express', 'express') };
const ours = withOwnDependencies(['@flightdeck/core', MEASURED], tarballs);
const bare = installApp(join(directory, 'bare'), express);
const full = installApp(join(directory, 'full'), { ...express, ...ours });
const imports = Array.from({ length: PROCESSES }, () => measureImport(full));

const measures = [
  ['packages beyond express', packageCount(full) - packageCount(bare), 15, ''],
  ['installed beyond express', (installedBytes(full) - installedBytes(bare)) / MEGABYTE, 15, 'MB'],
  // Other work on the machine only adds to a time, so the fastest process tells the most.
  ['import, fastest', Math.min(...imports.map(({ milliseconds }) => milliseconds)), 150, 'ms'],
  ['memory of the import, median', median(imports.map(({ bytes }) => bytes)) / MEGABYTE, 25, 'MB'],
];
for (const [name, value, budget, unit] of measures) {
  const verdict = value <= budget ? 'ok  ' : 'OVER';
  const rounded = Number(value.toFixed(1));
  console.log(`${verdict} ${name}: ${rounded} ${unit}`.trimEnd() + ` (budget ${budget})`);
}
process.exitCode = measures.every(([, value, budget]) => value <= budget) ? 0 : 1;

function packageCount(app) {
  const lock = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8'));
  return Object.keys(lock.packages).filter((path) => path !== '').length;
}

function installedBytes(app) {
  return readdirSync(join(app, 'node_modules'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** Imports the package in a fresh process. */
function measureImport(app) {
  const program = `
    const rss = process.memoryUsage.rss();
    const start = performance.now();
    await import('${MEASURED}');
    const milliseconds = performance.now() - start;
    console.log(JSON.stringify({ milliseconds, bytes: process.memoryUsage.rss() - rss }));`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { cwd: app, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${MEASURED} cannot be imported:\n${stderr}`);
  return JSON.parse(stdout);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
