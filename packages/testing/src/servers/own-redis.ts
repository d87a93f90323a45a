import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/with-deadline.js';
import { freePort, OwnProcess } from './own-process.js';
import { firstAnswer } from './probe.js';

const START_DEADLINE_MS = 10_000;
const PROGRAMS = ['redis-server', 'valkey-server'];

/** A Redis (or Valkey) for one test file, which keeps nothing: it may be stopped and restarted. */
export class OwnRedis {
  readonly port: number;
  readonly #folder: string;
  #process: OwnProcess | null = null;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  /** Whether this machine has the program. */
  static isInstalled(): boolean {
    return program() !== null;
  }

  /** Whether tests of it are to run: where it is installed, and in CI, where they fail without it. */
  static isExpected(): boolean {
    return this.isInstalled() || process.env.CI === 'true';
  }

  /** @throws Error where Redis is not installed, or does not start */
  static async start(): Promise<OwnRedis> {
    const folder = mkdtempSync(join(tmpdir(), 'flightdeck-redis-'));
    const server = new OwnRedis(await freePort(), folder);
    try {
      await server.start();
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again after {@link stop}, on the same port. */
  async start(): Promise<void> {
    const redis = program();
    if (redis === null) throw new Error('Redis is not installed');
    const settings = { port: this.port, bind: '127.0.0.1', save: '', appendonly: 'no' };
    const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    const running = new OwnProcess(redis, [...options, '--dir', this.#folder]);
    this.#process = running;
    const isUp = async (): Promise<boolean> => {
      if (!running.isRunning) throw new Error(`Redis did not start:\n${running.output}`);
      return answersRedis(this.url);
    };
    await until(isUp, 'Redis to start', START_DEADLINE_MS);
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGKILL');
    this.#process = null;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Stops it for good and removes its folder. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Whether a Redis answers at a URL, if only by asking for a password. */
export async function answersRedis(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const target = { host: hostname || '127.0.0.1', port: Number(port || 6379) };
  const answer = (await firstAnswer(target, Buffer.from('PING\r\n'))).toString();
  return answer.startsWith('+PONG') || answer.startsWith('-NOAUTH');
}

function program(): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin', '/usr/local/bin'];
  const candidates = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((path) => existsSync(path)) ?? null;
}
