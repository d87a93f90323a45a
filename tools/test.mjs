// `npm test`: installs the workspace, then runs every test. Arguments go to Jest, which then runs once.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { jest } from './jest.mjs';
import { install, ROOT } from './pnpm.mjs';
import { printSummary, TALLY_VARIABLE } from './tally.mjs';
import { tempDirectory } from './temp-directory.mjs';

/** The faults come last, apart from what computes all the time. They mostly wait: two are no trouble to each other. */
const EVERYTHING = [
  ['--selectProjects', 'unit', 'express@4', 'nest@11', 'clients'],
  ['--selectProjects', 'faults', '--maxWorkers=2'],
];

install();

console.error('> running the tests');
const given = process.argv.slice(2);
process.exitCode = given.length > 0 ? jest(given) : everything();

/** Several runs of Jest, told of in one closing line. */
function everything() {
  install({ cwd: join(ROOT, 'clients/published') });
  const demo = buildDemo();
  const directory = tempDirectory('tally');
  const runs = EVERYTHING.map((args, index) => {
    const file = join(directory, `${index}.json`);
    const status = jest(args, { [TALLY_VARIABLE]: file, ...demo });
    return { status, tally: tallyOf(file, status) };
  });
  printSummary(runs.map(({ tally }) => tally));
  return runs.find(({ status }) => status !== 0)?.status ?? 0;
}

/** One build for all tests of the demo. Where there is none, they build it themselves, and say what is wrong. */
function buildDemo() {
  const cwd = join(ROOT, 'apps/demo');
  const DEMO_BUILD = join(cwd, 'test-output/build');
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--app', '--logLevel', 'silent'],
    { cwd, env: { ...process.env, DEMO_OUT_DIR: DEMO_BUILD } },
  );
  return status === 0 ? { DEMO_BUILD } : {};
}

/** A run that has left no tally has ended before its tests: that is a failure like any other. */
function tallyOf(file, status) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: status === 0 ? 0 : 1, skipped: [] };
  }
}
