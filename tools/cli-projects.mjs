// Runs the packed command line on projects as their generators lay them out: twice, of which the
// second run changes nothing. Then the project's own type check has to pass, and its server to answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { packAll, readManifest } from './packages.mjs';
import { pnpm, ROOT } from './pnpm.mjs';
import { installApp, withOwnDependencies } from './temp-app.mjs';
import { tempDirectory } from './temp-directory.mjs';

const TEMPLATES = join(ROOT, 'tools/cli-projects');
const START_TIMEOUT_MS = 60_000;

const info = { path: '/api/copilotkit/info' };
const PROJECTS = [
  { name: 'express', command: ['init'], asks: [info, { path: '/api/users' }] },
  { name: 'nest', command: ['init'], asks: [info, { path: '/api' }] },
  { name: 'hono', command: ['init'], asks: [info, { path: '/' }] },
  { name: 'fastify', command: ['init'], asks: [info, { path: '/' }] },
  { name: 'express-js', command: ['init'], asks: [info, { path: '/' }] },
  {
    name: 'copilotkit',
    command: ['migrate'],
    asks: [{ path: '/copilotkit', body: { method: 'info' } }, { path: '/v2/info' }],
  },
  // Built and started elsewhere.
  { name: 'next-app', command: ['init'], asks: [] },
  { name: 'next-pages', command: ['init'], asks: [] },
];

const OWN = [
  '@flightdeck/agent',
  '@flightdeck/runtime',
  '@flightdeck/runtime-express',
  '@flightdeck/runtime-fastify',
  '@flightdeck/runtime-hono',
  '@flightdeck/runtime-nest',
  '@flightdeck/runtime-next',
];

const directory = tempDirectory('cli');
const tarballs = packAll(join(directory, 'tarballs'));
const waitsForTool = installApp(
  join(directory, 'tool'),
  withOwnDependencies(['@flightdeck/cli'], tarballs),
);
const home = installProjects(join(directory, 'projects'));
const tool = await waitsForTool;
const flightdeck = join(tool, 'node_modules/.bin/flightdeck');
// The projects' own version, without its 30 MB once more.
const tsc = join(ROOT, 'node_modules/.bin/tsc');
let failed = false;

const waiting = PROJECTS.values();
await Promise.all([tryProjects(), tryProjects()]);
process.exitCode = failed ? 1 : 0;

/**
 * Installs what all projects need into one directory: Node and TypeScript look into those above,
 * too. pnpm links what npm would copy, at a quarter of its time.
 */
function installProjects(home) {
  mkdirSync(home);
  const own = withOwnDependencies(OWN, tarballs);
  const dependencies = {
    ...Object.assign({}, ...PROJECTS.map(({ name }) => requirementsOf(join(TEMPLATES, name)))),
    // What `init` adds, beside our packages.
    '@ag-ui/client': '^0.0.59',
    ...own,
  };
  const write = (file, content) => writeFileSync(join(home, file), JSON.stringify(content));
  write('package.json', { name: 'projects', version: '1.0.0', private: true, dependencies });
  write('pnpm-workspace.yaml', { packages: ['.'], overrides: own, nodeLinker: 'hoisted' });
  const options = ['--prefer-offline', '--ignore-scripts', '--reporter=silent'];
  // The compiler and the image tools of Next.js, which is only needed for its types.
  pnpm(['-C', home, 'install', '--no-optional', ...options]);
  return home;
}

async function tryProjects() {
  for (const project of waiting) {
    try {
      await tryProject(project);
      console.log(`ok   ${project.command.join(' ')} in ${project.name}`);
    } catch (error) {
      failed = true;
      console.error(`FAIL ${project.command.join(' ')} in ${project.name}: ${error.message}`);
    }
  }
}

async function tryProject({ name, command, asks }) {
  const project = join(home, name);
  cpSync(join(TEMPLATES, name), project, { recursive: true });
  const original = contentsOf(project);
  const args = [...command, '--yes', '--no-install'];
  await run(flightdeck, args, project);
  const first = contentsOf(project);
  if (first === original) throw new Error('nothing was changed');
  await run(flightdeck, args, project);
  if (contentsOf(project) !== first) throw new Error('a second run changes something');
  // The installation above has more than the project asks for.
  const undeclared = importedPackages(project).filter((used) => !(used in requirementsOf(project)));
  if (undeclared.length > 0) throw new Error(`${undeclared.join(', ')} is in no package.json`);
  // A build is the type check of those that are started; plain JavaScript has none.
  if (existsSync(join(project, 'tsconfig.json'))) {
    await run(tsc, asks.length > 0 ? [] : ['--noEmit'], project);
  }
  if (asks.length > 0) await ask(project, asks);
}

/** What a project asks for, without what needs no installation here. */
function requirementsOf(folder) {
  const { dependencies, devDependencies } = readManifest(folder);
  const all = { ...dependencies, ...devDependencies };
  // The compiler is here already, and what is migrated from is of no use any more.
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => name !== 'typescript' && name !== '@copilotkit/runtime'),
  );
}

/** Starts the project as its script says, and asks it for every path. */
async function ask(project, asks) {
  const { scripts } = readManifest(project);
  const server = spawn(process.execPath, scripts.start.split(' ').slice(1), {
    cwd: project,
    env: { ...process.env, PORT: '0', OPENAI_API_KEY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(server, 'exit');
  try {
    const origin = await Promise.race([originOf(server), exit.then(() => null)]);
    if (origin === null) throw new Error('the server ended, or did not say its address');
    for (const { path, body } of asks) await answers(`${origin}${path}`, body);
  } finally {
    server.kill('SIGTERM');
    await exit;
  }
}

/** The address in the first line that has one; `null` if there is none in time. */
async function originOf(server) {
  const late = setTimeout(() => server.kill(), START_TIMEOUT_MS);
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /http:\/\/\S+:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    clearTimeout(late);
    return `http://localhost:${port}`;
  }
  return null;
}

async function answers(url, body) {
  const request =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  const response = await fetch(url, request);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}: ${text}`);
  if (!url.endsWith('/info') && body?.method !== 'info') return;
  const { agents } = JSON.parse(text);
  if (!('default' in agents)) throw new Error(`${url} has no default agent: ${text}`);
}

async function run(command, args, cwd) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output += chunk));
  }
  const [status, signal] = await once(child, 'close');
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} ended with ${status ?? signal}\n${output}`);
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();
}

function contentsOf(folder) {
  return JSON.stringify(
    filesOf(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

function importedPackages(project) {
  const sources = filesOf(project).filter((path) => /\.[jt]sx?$/.test(path));
  const imported = sources.flatMap((path) => [
    ...readFileSync(join(project, path), 'utf8').matchAll(
      / from ['"]((@[^/'"]+\/)?[^./'"@][^/'"]*)/g,
    ),
  ]);
  return [...new Set(imported.map(([, name]) => name))].filter((name) => !name.startsWith('node:'));
}
