// Measures what the packed packages cost their users: `@flightdeck/runtime-express` beyond Express
// alone, `@flightdeck/agent` beyond its peers. Packages and megabytes that are installed, time and
// memory of the import. Exits with 1 if one is over its budget.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { packAll } from './packages.mjs';
import { installApp, versionInUse, withOwnDependencies } from './temp-app.mjs';
import { tempDirectory } from './temp-directory.mjs';

const RUNTIME = '@flightdeck/runtime-express';
const AGENT = '@flightdeck/agent';
/** What an application with the agent has anyway. */
const PEERS = ['@ag-ui/client', 'rxjs'];
const PROCESSES = 15;
const MEGABYTE = 1e6;
/** The debugger knows every script of the process. */
const REFUSE_PROVIDERS = `
  const { Session } = process.getBuiltinModule('inspector');
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    if (!url.includes('@ai-sdk')) return;
    console.error('Loaded too early: ' + url);
    process.exitCode = 1;
  });
  session.post('Debugger.enable');`;
/**
 * Load the agent behind its peers, and after what these leave to do: for some 10 ms even an empty module
 * waits. No package of a model's provider may be loaded yet.
 */
const ENTRY_PROGRAMS = {
  'ES modules': `
    for (const peer of ${JSON.stringify(PEERS)}) await import(peer);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const start = performance.now();
    await import('${AGENT}');
    console.log(performance.now() - start);
    ${REFUSE_PROVIDERS}`,
  CommonJS: `
    for (const peer of ${JSON.stringify(PEERS)}) require(peer);
    const start = performance.now();
    require('${AGENT}');
    console.log(performance.now() - start);
    ${REFUSE_PROVIDERS}`,
};

const directory = tempDirectory('weight');
const tarballs = packAll(join(directory, 'tarballs'));
const measures = [...(await weighRuntime()), ...(await weighAgent())];
for (const [name, value, budget, unit] of measures) {
  const verdict = value <= budget ? 'ok  ' : 'OVER';
  const rounded = Number(value.toFixed(1));
  console.log(`${verdict} ${name}: ${rounded} ${unit}`.trimEnd() + ` (budget ${budget})`);
}
process.exitCode = measures.every(([, value, budget]) => value <= budget) ? 0 : 1;

async function weighRuntime() {
  const express = { express: versionInUse('runtime-express', 'express') };
  const ours = withOwnDependencies(['@flightdeck/core', RUNTIME], tarballs);
  const bare = await installApp(join(directory, 'bare'), express);
  const full = await installApp(join(directory, 'full'), { ...express, ...ours });
  const imports = Array.from({ length: PROCESSES }, () => measureImport(full));
  return [
    ['packages beyond express', packageCount(full) - packageCount(bare), 15, ''],
    [
      'installed beyond express',
      (installedBytes(full) - installedBytes(bare)) / MEGABYTE,
      15,
      'MB',
    ],
    // Other work on the machine only adds to a time, so the fastest process tells the most.
    ['import, fastest', Math.min(...imports.map(({ milliseconds }) => milliseconds)), 150, 'ms'],
    [
      'memory of the import, median',
      median(imports.map(({ bytes }) => bytes)) / MEGABYTE,
      25,
      'MB',
    ],
  ];
}

async function weighAgent() {
  const peers = Object.fromEntries(PEERS.map((name) => [name, versionInUse('agent', name)]));
  const bare = await installApp(join(directory, 'peers'), peers);
  const full = await installApp(join(directory, 'agent'), {
    ...peers,
    ...withOwnDependencies([AGENT], tarballs),
  });
  return [
    ['agent: packages beyond its peers', packageCount(full) - packageCount(bare), 20, ''],
    [
      'agent: installed beyond its peers',
      (installedBytes(full) - installedBytes(bare)) / MEGABYTE,
      25,
      'MB',
    ],
    ...Object.keys(ENTRY_PROGRAMS).map((format) => [
      `agent: import of ${format} without its peers, fastest`,
      Math.min(...Array.from({ length: PROCESSES }, () => measureEntry(full, format))),
      25,
      'ms',
    ]),
  ];
}

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
    await import('${RUNTIME}');
    const milliseconds = performance.now() - start;
    console.log(JSON.stringify({ milliseconds, bytes: process.memoryUsage.rss() - rss }));`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { cwd: app, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${RUNTIME} cannot be imported:\n${stderr}`);
  return JSON.parse(stdout);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Milliseconds that the agent itself takes to load in a fresh process. */
function measureEntry(app, format) {
  const type = format === 'CommonJS' ? [] : ['--input-type=module'];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...type, '--eval', ENTRY_PROGRAMS[format]],
    { cwd: app, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${AGENT} cannot be loaded:\n${stderr}`);
  return Number(stdout);
}
