import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { readManifest } from './packages.mjs';

/**
 * The folders of everything that a package brings along in an application that npm has installed: itself,
 * its dependencies and theirs. Optional peers, which npm does not install by itself, count for nobody.
 */
export function bringsAlong(app, name) {
  const found = new Set();
  const visit = (from, dependency) => {
    const folder = installedFor(from, dependency);
    if (folder === null || found.has(folder)) return;
    found.add(folder);
    const manifest = readManifest(folder);
    const { dependencies = {}, optionalDependencies = {} } = manifest;
    const names = [dependencies, optionalDependencies, neededPeers(manifest)].flatMap(Object.keys);
    for (const next of names) visit(folder, next);
  };
  visit(app, name);
  return [...found];
}

/** Megabytes of the packages' own files. */
export function megabytesOf(folders) {
  return folders.reduce((sum, folder) => sum + bytesOf(folder), 0) / 1e6;
}

/** Where Node finds a package, seen from a folder; `null` for an optional one that is not there. */
function installedFor(from, name) {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  return null;
}

function neededPeers({ peerDependencies = {}, peerDependenciesMeta = {} }) {
  return Object.fromEntries(
    Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional),
  );
}

function bytesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? bytesOf(path) : statSync(path).size;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}
