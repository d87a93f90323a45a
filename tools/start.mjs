// `npm start`: installs the workspace, builds the demo and serves it until interrupted. With an argument it starts
// what that script of the demo names, such as `cluster`.
// Progress goes to stderr: the demo's own output alone is on stdout.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

import { readManifest } from './packages.mjs';
import { install, pnpm, ROOT } from './pnpm.mjs';

const demo = join(ROOT, 'apps/demo');
const script = process.argv[2] ?? 'start';
const parent = process.ppid;
const ontoStderr = { stdio: ['ignore', 2, 2] };

install(ontoStderr);

console.error('> building the demo (chat page and server)');
pnpm(['--filter', './apps/demo', 'run', 'build'], ontoStderr);

console.error(`> starting the demo${script === 'start' ? '' : ` (${script})`}; Ctrl+C ends it`);
// The server runs as this process's own child, without a package manager in between that could swallow signals.
const [, ...args] = readManifest(demo).scripts[script].split(' ');
const { DATA_DIR } = process.env;
const server = spawn(process.execPath, args, {
  cwd: demo,
  stdio: 'inherit',
  env: { ...process.env, ...(DATA_DIR && { DATA_DIR: resolve(DATA_DIR) }) },
});
// Ctrl+C reaches the whole process group, so the server has had its signal already.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
// A supervisor's SIGTERM ends npm and its shell, and goes no further: being orphaned is the sign of it.
setInterval(() => process.ppid === parent || server.kill('SIGTERM'), 500).unref();
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
