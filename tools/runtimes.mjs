// Runs the conformance cases against the packed packages on Bun, Deno and workerd: the fetch handler of
// `core` and that of the drop-in. A runtime that npm cannot install here is skipped by name; where CI is
// set, that is a failure.
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { build } from 'esbuild';

import { packAll } from './packages.mjs';
import { ROOT } from './pnpm.mjs';
import { installApp, withOwnDependencies } from './temp-app.mjs';
import { tempDirectory } from './temp-directory.mjs';

const PACKAGES = ['@flightdeck/core', '@flightdeck/runtime', '@flightdeck/testing'];
const HANDLERS = ['core', 'drop-in'];
const START_TIMEOUT_MS = 30_000;

const RUNTIMES = [
  {
    name: 'Bun 1.4.5',
    dependencies: { '@oven/bun-linux-x64': '1.4.5' },
    binary: '@oven/bun-linux-x64/bin/bun',
    args: ['bun-server.mjs'],
  },
  {
    name: 'Deno 2.9.6',
    dependencies: { '@deno/linux-x64-glibc': '2.9.6' },
    binary: '@deno/linux-x64-glibc/deno',
    args: ['run', '--allow-all', '--no-remote', '--node-modules-dir=manual', 'deno-server.mjs'],
  },
  {
    name: 'workerd 1.20261117.1',
    dependencies: { '@cloudflare/workerd-linux-64': '1.20261117.1' },
    binary: '@cloudflare/workerd-linux-64/bin/workerd',
    args: ['serve', '--control-fd=1', 'workerd.capnp'],
    prepare: bundleWorker,
  },
];

/** Without side effects, so that what is not used is left out. */
const WITHOUT_NODE = {
  name: 'without-node',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};
/** The cases themselves run on Node: of the package, a worker can load the agent and the service. */
const CASES_LEFT_OUT = {
  name: 'cases-left-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@flightdeck\/testing$/ }, ({ path }) => ({ path, namespace: 'testing' }));
    onLoad({ filter: /./, namespace: 'testing' }, () => ({
      contents: `
        export { conformanceAgent } from './conformance-agent.ts';
        export { conformanceTranscription } from './conformance-transcription.ts';`,
      resolveDir: join(ROOT, 'packages/testing/src/conformance'),
    }));
  },
};

const directory = tempDirectory('runtimes');
const tarballs = packAll(join(directory, 'tarballs'));
const [app, engines] = await Promise.all([installOurs(), installEngines()]);
const results = await Promise.all(RUNTIMES.map((runtime) => tryRuntime(runtime)));
process.exitCode = results.every(Boolean) ? 0 : 1;

async function installOurs() {
  const installed = await installApp(
    join(directory, 'app'),
    withOwnDependencies(PACKAGES, tarballs),
  );
  cpSync(join(ROOT, 'tools/runtimes'), installed, { recursive: true });
  return installed;
}

/** Each by itself, so that one that is missing does not keep the others away. */
async function installEngines() {
  const installs = RUNTIMES.map(({ dependencies, binary }, index) =>
    installApp(join(directory, `engine-${index}`), dependencies).then(
      (installed) => join(installed, 'node_modules', binary),
      () => null,
    ),
  );
  return Promise.all(installs);
}

/** Whether everything holds on the runtime, or it may be left out. */
async function tryRuntime(runtime) {
  const binary = engines[RUNTIMES.indexOf(runtime)];
  if (binary === null || !existsSync(binary)) {
    const isFailure = process.env.CI !== undefined;
    console.log(`${isFailure ? 'FAIL' : 'skip'} ${runtime.name}: npm cannot install it here`);
    return !isFailure;
  }
  await runtime.prepare?.();
  const server = spawn(binary, runtime.args, {
    cwd: app,
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const errors = textOf(server.stderr);
    const url = await urlOf(server, errors);
    const passed = [];
    for (const handler of HANDLERS) passed.push(await conforms(runtime.name, handler, url));
    return passed.every(Boolean);
  } catch (error) {
    console.log(`FAIL ${runtime.name}: ${error.message}`);
    return false;
  } finally {
    server.kill('SIGKILL');
  }
}

/** What the server says first: its URL, or as workerd does the port. */
async function urlOf(server, errors) {
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  const lines = createInterface({ input: server.stdout, signal });
  for await (const line of lines) {
    const port = /"port":\s*(\d+)/.exec(line)?.[1];
    const url = /https?:\/\/\S+/.exec(line)?.[0] ?? (port && `http://127.0.0.1:${port}`);
    if (url === undefined) continue;
    // Whatever else it says must not fill the pipe.
    server.stdout.resume();
    return url;
  }
  throw new Error(`the server has not started:\n${errors()}`);
}

function conforms(name, handler, url) {
  const script = join(ROOT, 'packages/testing/bin/conformance.mjs');
  const args = [script, '--url', `${url}/${handler}`];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const summary = stdout.trim().split('\n').at(-1);
      console.log(`${error === null ? 'ok  ' : 'FAIL'} ${name}, ${handler}: ${summary}`);
      if (error !== null) console.log(stdout.replaceAll(/^ok .*\n/gm, '') + stderr);
      resolve(error === null);
    });
  });
}

/** As tools for workers do it; fails if anything but the platform's own globals is needed. */
async function bundleWorker() {
  const { metafile } = await build({
    absWorkingDir: app,
    entryPoints: ['worker.mjs'],
    outfile: 'worker.js',
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    plugins: [WITHOUT_NODE, CASES_LEFT_OUT],
    metafile: true,
  });
  const { imports } = Object.values(metafile.outputs)[0];
  if (imports.length > 0) {
    throw new Error(`the worker needs ${imports.map(({ path }) => path).join(', ')}`);
  }
}

function textOf(stream) {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    text = (text + chunk).slice(-10_000);
  });
  return () => text;
}
