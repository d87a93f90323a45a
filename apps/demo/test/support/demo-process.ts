import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const demoFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Where tests leave what a person may want to look at. Git ignores it. */
export const outputFolder = join(demoFolder, 'test-output');

export interface DemoProcess {
  /** First line on stdout. */
  firstLine: string;
  url: string;
  processId: number;
  /** Everything that it has written to stdout so far. */
  output: () => string;
  /** Asks the process to end and reports how it did. */
  stop: () => Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>;
}

/** A build of the demo that tests may start. */
export interface DemoBuild {
  /** Starts the server on a free port, with threads of its own unless `env` says where they are. */
  start: (env?: Record<string, string>) => Promise<DemoProcess>;
  /** Starts the cluster on a free port. */
  startCluster: (env: Record<string, string>) => Promise<DemoProcess>;
}

/**
 * Builds the page and the server as `npm start` does, into a folder of the caller's own; or takes the build that
 * DEMO_BUILD names, which all callers then share.
 */
export async function buildDemo(name: string): Promise<DemoBuild> {
  const folder =
    process.env['DEMO_BUILD'] ?? (await buildInto(join(outputFolder, `build-${name}`)));
  return {
    start: async (env = {}) => {
      const ownData = await mkdtemp(join(tmpdir(), 'flightdeck-demo-'));
      const demo = await start(join(folder, 'server/main.js'), { DATA_DIR: ownData, ...env });
      const stop: DemoProcess['stop'] = async () => {
        const end = await demo.stop();
        await rm(ownData, { recursive: true, force: true });
        return end;
      };
      return { ...demo, stop };
    },
    startCluster: (env) => start(join(folder, 'server/cluster.js'), env),
  };
}

async function buildInto(folder: string): Promise<string> {
  const vite = join(
    dirname(createRequire(import.meta.url).resolve('vite/package.json')),
    'bin/vite.js',
  );
  const child = run([vite, 'build', '--app', '--logLevel', 'warn'], { DEMO_OUT_DIR: folder });
  const stderr = collect(child.stderr);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The demo does not build:\n${stderr()}`);
  return folder;
}

async function start(script: string, env: Record<string, string>): Promise<DemoProcess> {
  // Whoever runs the tests may have a key.
  const child = run([script], { PORT: '0', DEMO_MODEL: 'scripted', ...env });
  const stderr = collect(child.stderr);
  const output = collect(child.stdout);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;

  const firstLine = await Promise.race([readFirstLine(child), closed.then(() => undefined)]);
  if (firstLine === undefined) throw new Error(`The demo did not start:\n${stderr()}`);

  return {
    firstLine,
    url: firstLine.slice(firstLine.indexOf('http')),
    // It has started, so it has one.
    processId: child.pid as number,
    output,
    stop: async () => {
      child.kill('SIGTERM');
      const [code, signal] = await closed;
      return { code, signal, stderr: stderr() };
    },
  };
}

function run(args: string[], env: Record<string, string>): ChildProcess {
  // What Jest needs must not reach the demo, which has to run on plain Node.
  const { NODE_OPTIONS: _jestOptions, NODE_ENV: _jestEnvironment, ...inherited } = process.env;
  return spawn(process.execPath, args, {
    cwd: demoFolder,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(stream: Readable | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function readFirstLine(child: ChildProcess): Promise<string | undefined> {
  if (!child.stdout) return undefined;
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}
