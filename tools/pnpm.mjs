import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The one place that names the package manager's version. */
export const PNPM = 'pnpm@12.21.0';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in the repository and ends this process with its exit code if it fails. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    ...options,
  });
  if (error) throw error;
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status);
}

/** Runs the pinned pnpm; npm's `npx` brings it where it is not installed. */
export function pnpm(args, options) {
  run('npx', ['-y', PNPM, ...args], options);
}

/** Installs exactly what the lockfile says. */
export function install(options) {
  console.error(`> installing dependencies with ${PNPM} (about a minute the first time)`);
  pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) pnpm(process.argv.slice(2));
