import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { pinned } from './pin.js';
import type { Answers, Question, TargetName, TargetOptions } from './target.js';
import { whileAwake } from './while-awake.js';

/** Started with `FLIGHTDECK_BENCH_PROFILE=<folder>`, servers leave a CPU profile there. */
const PROFILES = process.env.FLIGHTDECK_BENCH_PROFILE;

export interface ServerStart extends TargetOptions {
  readonly target: TargetName;
  /** What results call it, where one target is measured in several ways. @default its target */
  readonly name?: string;
  /** What is only a source for servers under measurement runs on the core of the load. */
  readonly core?: 'server' | 'load';
}

/** A server under measurement, in a process of its own on the core that is set apart for servers. */
export class ServerProcess {
  /** As results name it. */
  readonly name: string;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(name: string, port: number, child: ChildProcess) {
    this.name = name;
    this.port = port;
    this.#child = child;
  }

  /** @throws Error if the process ends before it listens */
  static async start({
    target,
    name = target,
    core = 'server',
    ...options
  }: ServerStart): Promise<ServerProcess> {
    const program = new URL('server.mjs', import.meta.url).pathname;
    const profiling =
      PROFILES === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${PROFILES}/${name}`];
    const child = fork(program, [target, JSON.stringify(options)], {
      execArgv: ['--expose-gc', ...profiling],
      env: { ...process.env, COPILOTKIT_TELEMETRY_DISABLED: 'true', DO_NOT_TRACK: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    pinned(child.pid, core);
    const ended = once(child, 'exit').then(([status]) => {
      throw new Error(`The server '${name}' ended with ${String(status)} before it listened`);
    });
    const [said] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
    ended.catch(() => undefined);
    return new ServerProcess(name, said.port, child);
  }

  async ask<Q extends Question>(question: Q): Promise<Answers[Q]> {
    const said = once(this.#child, 'message');
    this.#child.send(question);
    const [{ answer }] = (await said) as [{ answer: Answers[Q] }];
    return answer;
  }

  /** Microseconds of CPU that the server uses while `work` is done. */
  async cpuOf(work: () => Promise<unknown>): Promise<number> {
    const before = await this.ask('cpu');
    await whileAwake(work);
    return (await this.ask('cpu')) - before;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}
