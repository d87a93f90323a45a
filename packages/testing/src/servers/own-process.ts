import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { withDeadline } from '../support/with-deadline.js';

const EXIT_DEADLINE_MS = 20_000;

/** A server program in a process of its own. */
export class OwnProcess {
  readonly #child: ChildProcess;
  #output = '';

  constructor(program: string, args: readonly string[], user: UnixUser | null = null) {
    this.#child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    });
    const keep = (text: Buffer): void => {
      this.#output = `${this.#output}${text.toString()}`.slice(-4_000);
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.#child.on('error', (error) => keep(Buffer.from(error.message)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isRunning(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid !== undefined && exitCode === null && signalCode === null;
  }

  /** The end of what it has written. */
  get output(): string {
    return this.#output;
  }

  /** Sends a signal and resolves when the process is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill(signal);
    await withDeadline(exit, () => `the end of a server:\n${this.#output}`, EXIT_DEADLINE_MS);
  }
}

export interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

/** Under whom to run what refuses to be run by root; `null` if this process is not root's. */
export function unprivilegedUser(): UnixUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim() || NaN),
    );
    if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) return { uid, gid };
  }
  return null;
}

/** A port that was free a moment ago, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
