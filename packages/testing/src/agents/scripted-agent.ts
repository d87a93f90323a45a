import type { AgentEventSubscriber, RunAgentInput, RuntimeAgent } from '@flightdeck/core';
import { answer } from './events.js';

/** One execution of an agent, as its script and the test see it. */
export interface AgentRun {
  readonly input: RunAgentInput;
  /** The headers that the agent was given. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when the runtime calls `abortRun`. */
  readonly signal: AbortSignal;
  /** Makes this run go on when it is aborted. */
  readonly ignoreAbort: () => void;
}

/** The events of a run, in order. They are emitted as they are, valid or not. */
export type Script = (run: AgentRun) => Iterable<unknown> | AsyncIterable<unknown>;

export interface ScriptedAgentOptions {
  readonly description?: string;
  /** The agent's own headers. */
  readonly headers?: Record<string, string>;
  readonly getCapabilities?: () => unknown;
}

/** What an agent and all its clones have been asked to do. */
export class AgentLog {
  readonly runs: AgentRun[] = [];
  clones = 0;
  aborts = 0;

  get lastRun(): AgentRun {
    const run = this.runs.at(-1);
    if (run === undefined) throw new Error('The agent has not been run');
    return run;
  }
}

/**
 * An agent that does what a test tells it to: a plain object with `clone`, `runAgent` and
 * `abortRun`, built on no AG-UI package.
 *
 * A script that waits (for a gate, for example) is left where it is when the run is aborted, as an
 * agent does that honours aborts.
 */
export class ScriptedAgent implements RuntimeAgent {
  agentId?: string;
  threadId?: string;
  headers: Record<string, string>;
  readonly log: AgentLog;
  readonly description?: string;
  readonly getCapabilities?: () => unknown;
  readonly #script: Script;
  readonly #options: ScriptedAgentOptions;
  readonly #abort = new AbortController();

  constructor(
    script: Script | readonly unknown[] = ({ input }) => answer(input),
    options: ScriptedAgentOptions = {},
    log = new AgentLog(),
  ) {
    this.#script = typeof script === 'function' ? script : () => script;
    this.#options = options;
    this.log = log;
    this.headers = { ...options.headers };
    if (options.description !== undefined) this.description = options.description;
    if (options.getCapabilities !== undefined) this.getCapabilities = options.getCapabilities;
  }

  clone(): ScriptedAgent {
    this.log.clones += 1;
    return new ScriptedAgent(this.#script, this.#options, this.log);
  }

  abortRun(): void {
    this.log.aborts += 1;
    this.#abort.abort();
  }

  async runAgent(input: RunAgentInput, { onEvent }: AgentEventSubscriber): Promise<void> {
    const { signal } = this.#abort;
    let ending = whenAborted(signal);
    const run: AgentRun = {
      input,
      headers: { ...this.headers },
      signal,
      ignoreAbort() {
        ending = never;
      },
    };
    this.log.runs.push(run);
    const events = iteratorOf(this.#script(run));
    for (;;) {
      // Asked first: a script may decide at its very beginning to ignore aborts.
      const next = events.next();
      const step = await Promise.race([next, ending]);
      if (step === 'aborted' || step.done === true) return;
      onEvent({ event: step.value as never });
    }
  }
}

const never = new Promise<never>(() => undefined);

function whenAborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}

function iteratorOf(events: Iterable<unknown> | AsyncIterable<unknown>): {
  next(): Promise<IteratorResult<unknown>>;
} {
  if (Symbol.asyncIterator in events) return events[Symbol.asyncIterator]();
  const iterator = events[Symbol.iterator]();
  return { next: async () => iterator.next() };
}
