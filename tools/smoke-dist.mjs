// Installs the packed packages into applications of their own, outside of the repository, and runs each
// application once with `require` and once with `import`.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packAll, publicPackages } from './packages.mjs';
import { ROOT } from './pnpm.mjs';
import { installApp, linkApp, versionInUse, withOwnDependencies } from './temp-app.mjs';
import { tempDirectory } from './temp-directory.mjs';

const expressVersion = (alias) => versionInUse('runtime-express', alias);
const nestVersion = (alias) => versionInUse('runtime-nest', alias);
const nest = (prefix) => ({
  '@nestjs/common': nestVersion(`${prefix}common`),
  '@nestjs/core': nestVersion(`${prefix}core`),
  '@nestjs/platform-express': nestVersion(`${prefix}platform-express`),
  'reflect-metadata': nestVersion('reflect-metadata'),
  rxjs: nestVersion('rxjs'),
});
const EXPRESS = ['@flightdeck/core', '@flightdeck/runtime-express'];
const NEST = ['@flightdeck/core', '@flightdeck/runtime-nest'];
const HONO = ['@flightdeck/core', '@flightdeck/runtime-hono'];
const hono = (version) => ({
  hono: version,
  '@hono/node-server': versionInUse('runtime-hono', '@hono/node-server'),
});
const honoVersion = versionInUse('runtime-hono', 'hono');
const FASTIFY = ['@flightdeck/core', '@flightdeck/runtime-fastify'];
const fastifyVersion = versionInUse('runtime-fastify', 'fastify');
const NEXT = ['@flightdeck/core', '@flightdeck/runtime-next'];
const EVERY = publicPackages().map(({ manifest }) => manifest.name);

const apps = [
  { packages: EXPRESS, peers: { express: expressVersion('express') }, programs: ['express-app'] },
  {
    packages: EXPRESS,
    peers: { express: expressVersion('express-v4') },
    programs: ['express-app'],
  },
  { packages: NEST, peers: nest('nest11-'), programs: ['nest-app'] },
  { packages: NEST, peers: nest('@nestjs/'), programs: ['nest-app'] },
  // The oldest version that the package allows, and the one that it is developed against.
  { packages: HONO, peers: hono('4.8.0'), programs: ['hono-app'] },
  { packages: HONO, peers: hono(honoVersion), programs: ['hono-app'] },
  // Again the oldest and the newest.
  { packages: FASTIFY, peers: { fastify: '5.0.0' }, programs: ['fastify-app'] },
  { packages: FASTIFY, peers: { fastify: fastifyVersion }, programs: ['fastify-app'] },
  { packages: NEXT, peers: {}, programs: ['next-app'] },
  {
    packages: EVERY,
    peers: {
      express: expressVersion('express'),
      fastify: fastifyVersion,
      hono: honoVersion,
      ...nest('@nestjs/'),
    },
    programs: ['every-package'],
  },
];

const STARTERS = {
  'main.mjs': (program) => `
import { run } from './${program}.mjs';
await run((name) => import(name));`,
  'main.cjs': (program) => `
import('./${program}.mjs').then(({ run }) => run(async (name) => require(name)));`,
};

const directory = tempDirectory('smoke');
const tarballs = packAll(join(directory, 'tarballs'));
let failed = false;

// Installing mostly waits: two applications at a time, on the two cores that the smallest machine has.
const waiting = apps.entries();
await Promise.all([tryApps(), tryApps()]);
process.exitCode = failed ? 1 : 0;

async function tryApps() {
  for (const [index, { packages, peers, programs }] of waiting) {
    const app = await appOf(join(directory, `app-${index}`), packages, peers);
    cpSync(join(ROOT, 'tools/smoke'), app, { recursive: true });
    const [framework, version] = Object.entries(peers)[0] ?? ['no', 'framework'];
    for (const program of programs) {
      await runBothWays(app, program, `${program} on ${framework} ${version}`);
    }
  }
}

/** npm has to bring all of our packages together; that is tried once, and each other application linked. */
async function appOf(folder, packages, peers) {
  const own = withOwnDependencies(packages, tarballs);
  const dependencies = { ...own, ...peers };
  if (packages === EVERY) return installApp(folder, dependencies);
  mkdirSync(folder);
  const manifest = { name: 'app', version: '1.0.0', private: true, dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return linkApp(folder, own);
}

async function runBothWays(app, program, title) {
  for (const [starter, source] of Object.entries(STARTERS)) {
    writeFileSync(join(app, starter), source(program));
    const { error, output } = await runNode(app, starter);
    const way = starter.endsWith('.cjs') ? 'require' : 'import';
    console.log(`${error === null ? 'ok  ' : 'FAIL'} ${title}, by ${way}`);
    if (error === null) continue;
    failed = true;
    console.error(`${output}${error.message}`);
  }
}

function runNode(cwd, file) {
  const env = { ...process.env, NODE_ENV: 'development' };
  return new Promise((resolve) => {
    execFile(process.execPath, [file], { cwd, env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ error, output: `${stdout}${stderr}` }),
    );
  });
}
