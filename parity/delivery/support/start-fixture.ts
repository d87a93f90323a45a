import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

export interface Fixture {
  /** The next line that the program prints, parsed. */
  next(): Promise<Record<string, unknown>>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  stop(): Promise<void>;
}

/**
 * Bundles a TypeScript program from the workspace's sources and runs it in a process of its own.
 * It talks JSON lines on stdout; what it prints on stderr is shown.
 */
export async function startFixture(entry: URL, args: readonly string[] = []): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'flightdeck-fixture-'));
  const outfile = join(folder, 'program.mjs');
  await build({
    entryPoints: [entry.pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['dev-source'],
    // Packages written in CommonJS call require for Node's own modules.
    banner: {
      js: `import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);`,
    },
  });
  const child = spawn(process.execPath, ['--expose-gc', outfile, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async next() {
      const { done, value } = await lines.next();
      if (done) throw new Error(`The program ended with ${describeEnd(child)}`);
      return JSON.parse(value) as Record<string, unknown>;
    },
    tell: (line) => child.stdin.write(`${line}\n`),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function describeEnd({ exitCode, signalCode }: ChildProcess): string {
  return signalCode ?? `exit code ${exitCode}`;
}
