// Measures what the packed packages cost their users: what each of them brings along beyond its peers, as
// npm installs it, and what importing the important ones takes. Exits with 1 if one is over its budget.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { bringsAlong, megabytesOf } from './installed-tree.mjs';
import { packAll, publicPackages } from './packages.mjs';
import { installApp, versionInUse, withOwnDependencies } from './temp-app.mjs';
import { tempDirectory } from './temp-directory.mjs';

const RUNTIME = '@flightdeck/runtime-express';
const AGENT = '@flightdeck/agent';
const DROP_IN = '@flightdeck/runtime';
/** What an application with agents has anyway. */
const PEERS = ['@ag-ui/client', 'rxjs'];
/** Optional peers: whoever uses one has installed it. */
const FRAMEWORKS = [
  'express',
  'fastify',
  'next',
  '@nestjs/common',
  '@nestjs/core',
  '@ag-ui/langgraph',
];
/** Packages and megabytes that each may bring along, itself included. */
const BUDGETS = {
  [DROP_IN]: [50, 55],
  [AGENT]: [20, 25],
  '@flightdeck/runtime-v1': [24, 30],
  '@flightdeck/cli': [20, 12],
  // The native drivers of all platforms that npm finds fitting.
  '@flightdeck/store-sqlite': [12, 25],
  '@flightdeck/store-postgres': [30, 5],
  default: [15, 15],
};
const PROCESSES = 8;
/** More, because its budget is narrow. */
const AGENT_PROCESSES = 15;
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
const names = publicPackages().map(({ manifest }) => manifest.name);
const app = await installApp(join(directory, 'app'), {
  ...Object.fromEntries(PEERS.map((name) => [name, versionInUse('agent', name)])),
  ...withOwnDependencies(names, tarballs),
});
const measures = [...frameworks(), ...names.flatMap(weigh), ...imports()];
for (const [name, value, budget, unit] of measures) {
  const verdict = value <= budget ? 'ok  ' : 'OVER';
  const rounded = Number(value.toFixed(1));
  console.log(`${verdict} ${name}: ${rounded} ${unit}`.trimEnd() + ` (budget ${budget})`);
}
process.exitCode = measures.every(([, value, budget]) => value <= budget) ? 0 : 1;

/** None of them comes with any of our packages. */
function frameworks() {
  const installed = FRAMEWORKS.filter((name) => existsSync(join(app, 'node_modules', name)));
  return [
    [`frameworks that nobody asked for ${installed.join(' ')}`.trimEnd(), installed.length, 0, ''],
  ];
}

function weigh(name) {
  // The drop-in brings the client along: upstream does, and its users have not installed it themselves.
  const there = name === DROP_IN ? [] : PEERS.flatMap((peer) => bringsAlong(app, peer));
  const folders = bringsAlong(app, name).filter((folder) => !there.includes(folder));
  const [packages, megabytes] = BUDGETS[name] ?? BUDGETS.default;
  return [
    [`${name}: packages`, folders.length, packages, ''],
    [`${name}: installed`, megabytesOf(folders), megabytes, 'MB'],
  ];
}

function imports() {
  return [
    ...importsOf(RUNTIME, 150, 25),
    ...importsOf(DROP_IN, 700, 50),
    ...Object.keys(ENTRY_PROGRAMS).map((format) => [
      `${AGENT}: import of ${format} without its peers, fastest`,
      Math.min(...Array.from({ length: AGENT_PROCESSES }, () => measureEntry(format))),
      25,
      'ms',
    ]),
  ];
}

function importsOf(name, milliseconds, megabytes) {
  const runs = Array.from({ length: PROCESSES }, () => measureImport(name));
  return [
    // Other work on the machine only adds to a time, so the fastest process tells the most.
    [
      `${name}: import, fastest`,
      Math.min(...runs.map((run) => run.milliseconds)),
      milliseconds,
      'ms',
    ],
    [
      `${name}: memory of the import, median`,
      median(runs.map(({ bytes }) => bytes)) / 1e6,
      megabytes,
      'MB',
    ],
  ];
}

/** Imports a package in a fresh process. */
function measureImport(name) {
  return JSON.parse(
    evaluate(
      `
      const rss = process.memoryUsage.rss();
      const start = performance.now();
      await import('${name}');
      const milliseconds = performance.now() - start;
      console.log(JSON.stringify({ milliseconds, bytes: process.memoryUsage.rss() - rss }));`,
      ['--input-type=module'],
    ),
  );
}

/** Milliseconds that the agent itself takes to load in a fresh process. */
function measureEntry(format) {
  return Number(
    evaluate(ENTRY_PROGRAMS[format], format === 'CommonJS' ? [] : ['--input-type=module']),
  );
}

function evaluate(program, type) {
  const args = [...type, '--eval', program];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: app,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`A package cannot be loaded:\n${stderr}`);
  return stdout;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
