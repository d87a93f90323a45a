import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { publicPackages, readManifest } from './packages.mjs';
import { PNPM, ROOT } from './pnpm.mjs';

/**
 * Installs an application with npm, as a user would, and resolves with its directory. Rejects if npm
 * fails. `more` are further options of npm.
 */
export async function installApp(directory, dependencies, more = []) {
  mkdirSync(directory, { recursive: true });
  const manifest = { name: 'app', version: '1.0.0', private: true, dependencies };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...more];
  await run('npm', ['install', ...options], directory);
  return directory;
}

/**
 * Installs what the `package.json` of an application asks for into one flat folder, as npm does, but at a
 * quarter of its time, and resolves with its directory. `own` are our packages, from `withOwnDependencies`.
 * Rejects if pnpm fails.
 */
export async function linkApp(directory, own) {
  const settings = {
    packages: ['.'],
    overrides: own,
    nodeLinker: 'hoisted',
  };
  writeFileSync(join(directory, 'pnpm-workspace.yaml'), JSON.stringify(settings));
  const options = ['--prefer-offline', '--ignore-scripts', '--reporter=silent'];
  await run('npx', ['-y', PNPM, 'install', ...options], directory);
  return directory;
}

async function run(command, args, cwd) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const [status, signal] = await once(child, 'exit');
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} ended with ${status ?? signal} in ${cwd}`);
}

/**
 * The given packages and those of ours that they need, as tarballs: npm finds
 * none of them in a registry.
 */
export function withOwnDependencies(names, tarballs) {
  const manifests = new Map(publicPackages().map(({ manifest }) => [manifest.name, manifest]));
  const found = new Set();
  const visit = (name) => {
    if (!manifests.has(name) || found.has(name)) return;
    found.add(name);
    Object.keys(manifests.get(name).dependencies ?? {}).forEach(visit);
  };
  names.forEach(visit);
  return Object.fromEntries([...found].map((name) => [name, `file:${tarballs.get(name)}`]));
}

/** The version that one of our packages is developed against; `name` may be an alias. */
export function versionInUse(folder, name) {
  return readManifest(join(ROOT, 'packages', folder, 'node_modules', name)).version;
}
