import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const demoFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Where tests leave what a person may want to look at. Git ignores it. */
export const outputFolder = join(demoFolder, 'test-output');

const buildFolder = join(outputFolder, 'build');

export interface DemoProcess {
  /** First line on stdout. */
  firstLine: string;
  url: string;
  /** Asks the process to end and reports how it did. */
  stop: () => Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>;
}

/** Builds the page and the server as `npm start` does. */
export async function buildDemo(): Promise<void> {
  const vite = join(
    dirname(createRequire(import.meta.url).resolve('vite/package.json')),
    'bin/vite.js',
  );
  const child = run([vite, 'build', '--app', '--logLevel', 'warn'], { DEMO_OUT_DIR: buildFolder });
  const stderr = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The demo does not build:\n${stderr()}`);
}

/** Starts the built demo on a free port. */
export async function startDemo(env: Record<string, string> = {}): Promise<DemoProcess> {
  const child = run([join(buildFolder, 'server/main.js')], { PORT: '0', ...env });
  const stderr = collect(child);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;

  const firstLine = await Promise.race([readFirstLine(child), closed.then(() => undefined)]);
  if (firstLine === undefined) throw new Error(`The demo did not start:\n${stderr()}`);

  return {
    firstLine,
    url: firstLine.replace('Flightdeck demo: ', ''),
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

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function readFirstLine(child: ChildProcess): Promise<string | undefined> {
  if (!child.stdout) return undefined;
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}
