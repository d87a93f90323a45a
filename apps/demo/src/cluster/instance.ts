import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How long a process that has ended stays away. */
const RESTART_MS = 1_000;

export interface InstanceOptions {
  readonly name: string;
  /** The script of the demo's server. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Told, for a person, what has become of it. */
  readonly tell: (what: string) => void;
}

/** One server of the cluster: a process that comes back, on another port, whenever it has ended. */
export class Instance {
  readonly name: string;
  readonly #options: InstanceOptions;
  #child: ChildProcess | null = null;
  #port: number | null = null;
  #isOver = false;

  constructor(options: InstanceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Where it listens; `null` while it does not. */
  get port(): number | null {
    return this.#port;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Resolves when it listens.
   *
   * @throws Error if it ends before
   */
  async start(): Promise<void> {
    const { script, env, tell } = this.#options;
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const ended = once(child, 'exit').then(() => null);
    const line = await Promise.race([firstLine(child), ended]);
    if (line === null) throw new Error(`${this.name} did not start`);
    this.#port = Number(new URL(line.slice(line.indexOf('http'))).port);
    tell(`${this.name} is process ${child.pid}`);
    void ended.then(() => this.#onEnd(child));
  }

  /** Lets it finish what it is doing, and stay away. */
  async stop(): Promise<void> {
    this.#isOver = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  #onEnd({ pid, signalCode, exitCode }: ChildProcess): void {
    this.#port = null;
    if (this.#isOver) return;
    this.#options.tell(`${this.name}, process ${pid}, is gone (${signalCode ?? exitCode})`);
    setTimeout(() => {
      if (this.#isOver) return;
      this.start().catch((error: unknown) => this.#options.tell(String(error)));
    }, RESTART_MS);
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The process has no output');
  const [line] = (await once(createInterface({ input: stdout }), 'line')) as [string];
  return line;
}
