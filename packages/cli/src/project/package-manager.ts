import { dirname } from 'node:path';

import type { Manifest } from './manifest.js';
import { ProjectFiles } from './project-files.js';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const LOCKFILES: Readonly<Record<string, PackageManager>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
};

/**
 * Who installs the project's dependencies: whom its `package.json` names, else whose lockfile it
 * or the nearest directory above has, else npm.
 */
export function detectPackageManager(files: ProjectFiles, manifest: Manifest): PackageManager {
  const named = Object.values(LOCKFILES).find((name) =>
    manifest.packageManager?.startsWith(`${name}@`),
  );
  return named ?? fromLockfile(files.directory);
}

/** The arguments of a package manager that bring the installation up to date. */
export function installArguments(manager: PackageManager): readonly string[] {
  // In pipelines pnpm refuses to add to its lockfile, unless told to.
  return manager === 'pnpm' ? ['install', '--no-frozen-lockfile'] : ['install'];
}

function fromLockfile(directory: string): PackageManager {
  const names = new ProjectFiles(directory).names();
  const lockfile = Object.keys(LOCKFILES).find((name) => names.includes(name));
  if (lockfile !== undefined) return LOCKFILES[lockfile] ?? 'npm';
  const parent = dirname(directory);
  // A repository is where a workspace ends.
  return parent === directory || names.includes('.git') ? 'npm' : fromLockfile(parent);
}
