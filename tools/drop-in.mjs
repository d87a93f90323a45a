// "Change one line": projects written from the documentation of @copilotkit/runtime, unmodified, with our
// package under that name. They are compiled, and each of their servers and handlers answers once.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packAll } from './packages.mjs';
import { ROOT } from './pnpm.mjs';
import { installApp, versionInUse, withOwnDependencies } from './temp-app.mjs';
import { tempDirectory } from './temp-directory.mjs';

const DROP_IN = '@flightdeck/runtime';

const directory = tempDirectory('drop-in');
const tarballs = packAll(join(directory, 'tarballs'));
const app = await installSamples();
const passed = [
  // As a CommonJS project that finds modules as Node does, and as ES modules of a bundler. The latter run.
  run('tsc', join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json']),
  run('tsc', join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.bundler.json']),
  run('node', process.execPath, ['run.mjs']),
];
process.exitCode = passed.every(Boolean) ? 0 : 1;

async function installSamples() {
  const { [DROP_IN]: dropIn, ...others } = withOwnDependencies(
    [DROP_IN, '@flightdeck/testing'],
    tarballs,
  );
  const installed = await installApp(join(directory, 'app'), {
    // The one line. The others are there because no registry has our packages yet.
    '@copilotkit/runtime': dropIn,
    ...others,
    '@ag-ui/client': versionInUse('core', '@ag-ui/client'),
    '@hono/node-server': versionInUse('runtime-hono', '@hono/node-server'),
    '@nestjs/common': versionInUse('runtime-nest', '@nestjs/common'),
    '@nestjs/core': versionInUse('runtime-nest', '@nestjs/core'),
    '@nestjs/platform-express': versionInUse('runtime-nest', '@nestjs/platform-express'),
    '@types/express': versionInUse('runtime', '@types/express'),
    '@types/node': versionInUse('..', '@types/node'),
    express: versionInUse('runtime', 'express'),
    hono: versionInUse('runtime-hono', 'hono'),
    'reflect-metadata': versionInUse('runtime-nest', 'reflect-metadata'),
    rxjs: versionInUse('runtime', 'rxjs'),
  });
  cpSync(join(ROOT, 'tools/drop-in'), installed, { recursive: true });
  mkdirSync(join(installed, 'dist'));
  writeFileSync(join(installed, 'dist/package.json'), '{ "type": "module" }');
  // From the workspace: npm takes minutes to find out what it needs.
  symlinkSync(
    join(ROOT, 'packages/runtime/node_modules/@ag-ui/langgraph'),
    join(installed, 'node_modules/@ag-ui/langgraph'),
  );
  return installed;
}

function run(title, command, args) {
  const { status } = spawnSync(command, args, { cwd: app, stdio: 'inherit', timeout: 120_000 });
  console.log(
    `${status === 0 ? 'ok  ' : 'FAIL'} samples of the drop-in: ${title} ${args.join(' ')}`,
  );
  return status === 0;
}
