import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/with-deadline.js';
import { freePort, OwnProcess, unprivilegedUser, type UnixUser } from './own-process.js';
import { firstAnswer } from './probe.js';

const START_DEADLINE_MS = 30_000;
const DEBIAN_BINARIES = '/usr/lib/postgresql';

/** How a PostgreSQL goes down: `fast` as by a deployment, `immediate` as by a crash. */
export type PostgresEnd = 'fast' | 'immediate';

/**
 * A PostgreSQL for one test file, in a temporary folder: it may be stopped, restarted, and killed.
 * It trusts everybody on 127.0.0.1 and keeps its port over restarts.
 */
export class OwnPostgres {
  readonly port: number;
  readonly #folder: string;
  readonly #user: UnixUser | null;
  #process: OwnProcess | null = null;

  private constructor(port: number, folder: string, user: UnixUser | null) {
    this.port = port;
    this.#folder = folder;
    this.#user = user;
  }

  /** Whether this machine has the programs. */
  static isInstalled(): boolean {
    return binaries() !== null;
  }

  /** Whether tests of it are to run: where it is installed, and in CI, where they fail without it. */
  static isExpected(): boolean {
    return this.isInstalled() || process.env.CI === 'true';
  }

  /** @throws Error where PostgreSQL is not installed, or does not start */
  static async start(): Promise<OwnPostgres> {
    const user = unprivilegedUser();
    const folder = mkdtempSync(join(tmpdir(), 'flightdeck-postgres-'));
    if (user !== null) chownSync(folder, user.uid, user.gid);
    const server = new OwnPostgres(await freePort(), folder, user);
    try {
      server.#createCluster();
      await server.start();
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it again after {@link stop}, on the same data. */
  async start(): Promise<void> {
    const { port } = this;
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: this.#folder,
      // The machine survives what these tests do.
      fsync: 'off',
      max_connections: '200',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const args = ['-D', join(this.#folder, 'data'), '-p', String(port), ...options];
    const running = new OwnProcess(program('postgres'), args, this.#user);
    this.#process = running;
    const isUp = async (): Promise<boolean> => {
      if (!running.isRunning) throw new Error(`PostgreSQL did not start:\n${running.output}`);
      return answersPostgres(this.url);
    };
    await until(isUp, 'PostgreSQL to start', START_DEADLINE_MS);
  }

  async stop(how: PostgresEnd = 'fast'): Promise<void> {
    await this.#process?.end(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    this.#process = null;
  }

  async restart(how: PostgresEnd = 'fast'): Promise<void> {
    await this.stop(how);
    await this.start();
  }

  /** Stops it for good and removes its data. */
  async close(): Promise<void> {
    await this.stop('immediate');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #createCluster(): void {
    const data = join(this.#folder, 'data');
    const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
    const { status, stderr } = spawnSync(program('initdb'), args, {
      encoding: 'utf8',
      cwd: this.#folder,
      ...(this.#user === null ? {} : { uid: this.#user.uid, gid: this.#user.gid }),
    });
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  }
}

/** Whether a PostgreSQL lets the user of a URL in, or asks for a password first. */
export async function answersPostgres(url: string): Promise<boolean> {
  const { hostname, port, username, pathname } = new URL(url);
  const fields = ['user', decodeURIComponent(username) || 'postgres'];
  fields.push('database', decodeURIComponent(pathname.slice(1)) || 'postgres', '');
  const body = Buffer.from(`${fields.join('\0')}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + head.length, 0);
  // Version 3.0 of the protocol.
  head.writeInt32BE(196_608, 4);
  const target = { host: hostname || '127.0.0.1', port: Number(port || 5432) };
  const answer = await firstAnswer(target, Buffer.concat([head, body]));
  return answer.subarray(0, 1).toString() === 'R';
}

function program(name: string): string {
  const folder = binaries();
  if (folder === null) throw new Error('PostgreSQL is not installed');
  return join(folder, name);
}

/** Where `initdb` and `postgres` are: of the newest version on Debian, else on the path. */
function binaries(): string | null {
  const versions = existsSync(DEBIAN_BINARIES) ? readdirSync(DEBIAN_BINARIES) : [];
  const newest = versions
    .map(Number)
    .filter(Number.isFinite)
    .toSorted((a, b) => b - a);
  const folders = newest.map((version) => join(DEBIAN_BINARIES, String(version), 'bin'));
  folders.push(...(process.env.PATH ?? '').split(':').filter((folder) => folder !== ''));
  const hasBoth = (folder: string): boolean =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)));
  return folders.find(hasBoth) ?? null;
}
