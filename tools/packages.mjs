import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pnpm, ROOT } from './pnpm.mjs';

/** The packages that get published, as `{ folder, manifest }`. */
export function publicPackages() {
  return readdirSync(join(ROOT, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(ROOT, 'packages', name))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => !manifest.private);
}

/**
 * Packs every built public package into `directory`, as a registry would
 * receive it. Returns the tarballs' paths by package name.
 *
 * Where FLIGHTDECK_TARBALLS names a folder, what somebody has packed into it
 * is used, so that several checks in a row need not pack again.
 */
export function packAll(directory) {
  const packed = process.env.FLIGHTDECK_TARBALLS;
  if (packed !== undefined) return tarballsIn(packed);
  mkdirSync(directory, { recursive: true });
  pnpm(
    ['-r', '--filter', './packages/*', 'pack', '--pack-destination', directory],
    // The list of every packed file is of no use to the reader.
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return tarballsIn(directory);
}

function tarballsIn(directory) {
  return new Map(
    publicPackages().map(({ manifest: { name, version } }) => [
      name,
      join(directory, `${name.slice(1).replace('/', '-')}-${version}.tgz`),
    ]),
  );
}

export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
