import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('../', import.meta.url));

export interface Bundle {
  readonly file: string;
  remove(): Promise<void>;
}

/** Bundles the server from the workspace's sources. It stays below this package, where native drivers are found. */
export async function bundleServer(): Promise<Bundle> {
  const cache = join(FOLDER, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'server-'));
  const file = join(folder, 'main.mjs');
  await build({
    entryPoints: [join(FOLDER, 'server/main.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['dev-source'],
    external: ['libsql', 'pg-native', 'node:sqlite'],
    sourcemap: 'inline',
    logLevel: 'error',
    // Packages written in CommonJS call require for Node's own modules.
    banner: {
      js: `import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);`,
    },
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
