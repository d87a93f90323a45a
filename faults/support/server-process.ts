import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { until, withDeadline } from '@flightdeck/testing';
import { now, type Moment, type ServerReport, type ServerStats } from '../server/messages.js';
import type { ServerOptions } from '../server/server-options.js';

const START_DEADLINE_MS = 20_000;
const ANSWER_DEADLINE_MS = 10_000;

/** When a server's agent worked on a run, and how that ended. */
export interface AgentInterval {
  readonly server: number;
  readonly threadId: string;
  readonly runId: string;
  readonly beganAt: Moment;
  readonly endedAt: Moment;
  readonly how: 'done' | 'aborted' | 'killed';
}

/** One instance, and everything that can be done to a process. */
export class ServerProcess {
  readonly index: number;
  /** What it has logged, with what must never happen marked as a defect. */
  readonly logs: string[] = [];
  readonly defects: string[] = [];
  /** From when to when it was frozen. */
  readonly freezes: { readonly from: Moment; to: Moment }[] = [];
  readonly #child: ChildProcess;
  readonly #agents = new Map<string, AgentInterval>();
  readonly #answers = new Map<number, (stats: ServerStats) => void>();
  #port: number | null = null;
  #requests = 0;
  #diedAt: Moment | null = null;

  private constructor(index: number, child: ChildProcess) {
    this.index = index;
    this.#child = child;
    child.on('message', (report: ServerReport) => this.#take(report));
    child.once('exit', () => {
      this.#diedAt = now();
    });
  }

  static async start(index: number, file: string, options: ServerOptions): Promise<ServerProcess> {
    const child = fork(file, {
      execArgv: ['--expose-gc', '--enable-source-maps', '--disable-warning=ExperimentalWarning'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
      serialization: 'advanced',
    });
    const server = new ServerProcess(index, child);
    child.send({ kind: 'begin', options });
    await until(
      () => server.#port !== null || server.hasExited,
      'a server to listen',
      START_DEADLINE_MS,
    );
    if (server.#port === null) throw new Error(`A server ended: ${server.logs.join('\n')}`);
    return server;
  }

  get port(): number {
    if (this.#port === null) throw new Error('The server does not listen yet');
    return this.#port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child.pid ?? NaN;
  }

  get hasExited(): boolean {
    return this.#diedAt !== null;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** When its agents worked; an agent whose end nobody told of worked until its process was gone. */
  agentIntervals(): readonly AgentInterval[] {
    const diedAt = this.#diedAt;
    return [...this.#agents.values()].map((interval) =>
      interval.endedAt === Infinity && diedAt !== null
        ? { ...interval, endedAt: diedAt, how: 'killed' }
        : interval,
    );
  }

  /** The interval of one run, once its agent has begun. */
  agentOf(runId: string): AgentInterval | undefined {
    return this.agentIntervals().find((interval) => interval.runId === runId);
  }

  /** `kill -9`. Resolves to the moment at which the process was gone. */
  async kill(): Promise<Moment> {
    this.#signal('SIGKILL');
    // A stopped process has to be woken to be gone.
    this.#signal('SIGCONT');
    await this.exited();
    return this.#diedAt ?? now();
  }

  freeze(): void {
    this.#signal('SIGSTOP');
    this.freezes.push({ from: now(), to: Infinity });
  }

  thaw(): void {
    const last = this.freezes.at(-1);
    if (last !== undefined) last.to = now();
    this.#signal('SIGCONT');
  }

  /** SIGTERM. The process ends by itself, see {@link exited}. */
  terminate(): void {
    this.#signal('SIGTERM');
  }

  async exited(deadlineMs = ANSWER_DEADLINE_MS): Promise<void> {
    if (this.hasExited) return;
    await withDeadline(
      once(this.#child, 'exit'),
      () => `the end of server ${this.index}`,
      deadlineMs,
    );
  }

  async stats(): Promise<ServerStats> {
    this.#requests += 1;
    const request = this.#requests;
    const answer = new Promise<ServerStats>((resolve) => this.#answers.set(request, resolve));
    this.#child.send({ kind: 'stats', request });
    return withDeadline(answer, `the figures of server ${this.index}`, ANSWER_DEADLINE_MS);
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.hasExited) this.#child.kill(signal);
  }

  #take(report: ServerReport): void {
    switch (report.kind) {
      case 'listening':
        this.#port = report.port;
        break;
      case 'agent-began': {
        const { threadId, runId, at } = report;
        const interval = { server: this.index, threadId, runId, beganAt: at };
        this.#agents.set(runId, { ...interval, endedAt: Infinity, how: 'done' });
        break;
      }
      case 'agent-ended': {
        const begun = this.#agents.get(report.runId);
        if (begun === undefined) break;
        this.#agents.set(report.runId, { ...begun, endedAt: report.at, how: report.how });
        break;
      }
      case 'stats':
        this.#answers.get(report.request)?.(report.stats);
        this.#answers.delete(report.request);
        break;
      case 'log':
        this.logs.push(`${report.level}: ${report.text}`);
        break;
      case 'defect':
        this.defects.push(report.text);
        break;
    }
  }
}
