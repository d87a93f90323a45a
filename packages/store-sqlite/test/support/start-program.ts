import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

export interface StoreProgram {
  /** Writes a command and answers what the program made of it. */
  tell(command: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
}

export interface StoreProgramOptions {
  readonly file: string;
  readonly ttlMs?: number;
  /** Runs it as this user, which only root may. */
  readonly uid?: number;
}

/** A bundled program of these tests. */
export interface BundledProgram {
  start(options: StoreProgramOptions): StoreProgram;
  remove(): Promise<void>;
}

/** Bundles `store-program.ts` to where the packages of this one are found. */
export async function bundleProgram(): Promise<BundledProgram> {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  await mkdir(modules, { recursive: true });
  const folder = await mkdtemp(join(modules, '.store-program-'));
  // Another user may have to run it.
  await chmod(folder, 0o755);
  const outfile = join(folder, 'program.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./store-program.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['dev-source'],
    external: ['libsql'],
  });
  return {
    start: (options) => startProgram(outfile, options),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function startProgram(path: string, { file, ttlMs, uid }: StoreProgramOptions): StoreProgram {
  const child = spawn(process.execPath, [path, file, String(ttlMs ?? 10_000)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    ...(uid === undefined ? null : { uid }),
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async tell(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const { done, value } = await lines.next();
      if (done) throw new Error('The program has ended');
      return JSON.parse(value) as Record<string, unknown>;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
