import { UNSCOPED, memoryThreads, type StoreEngine } from '@flightdeck/store';
import { answer, runBody, ScriptedAgent, type Script } from '@flightdeck/testing';
import type { HistoryMode, Message, RunAgentInput } from '@flightdeck/core';
import { RunEngine, type StartRun } from '../../src/runs/run-engine.js';
import type { RunExecution } from '../../src/runs/run-execution.js';
import { DEFAULT_RUN_POLICY, type BusyPolicy } from '../../src/runs/run-policy.js';

export interface TalkingEngineOptions {
  readonly store?: StoreEngine;
  readonly history?: HistoryMode;
  readonly onBusy?: BusyPolicy;
}

export interface RunOptions {
  readonly runId?: string;
  readonly script?: Script;
  readonly resume?: readonly unknown[];
}

/** An engine on a thread `t`, and an agent that keeps what it was given. */
export class TalkingEngine {
  readonly store: StoreEngine;
  readonly engine: RunEngine;
  /** What the agents were given, run by run. */
  readonly given: RunAgentInput[] = [];
  readonly #options: TalkingEngineOptions;
  #runs = 0;

  constructor(options: TalkingEngineOptions = {}) {
    this.#options = options;
    this.store = options.store ?? memoryThreads();
    this.engine = new RunEngine({ store: this.store });
  }

  /** Starts a run; the agent says its run id unless it has a script. */
  start(messages: readonly Message[], options: RunOptions = {}): Promise<RunExecution> {
    const { history = 'full', onBusy = 'reject' } = this.#options;
    this.#runs += 1;
    const { runId = `r${this.#runs}`, script, resume } = options;
    const agent = new ScriptedAgent((run) => {
      this.given.push(run.input);
      return script?.(run) ?? answer(run.input, runId);
    });
    const input = runBody({ threadId: 't', runId, messages, ...(resume && { resume }) });
    return this.engine.start({
      scope: UNSCOPED,
      agentId: 'default',
      agent,
      input: input as unknown as RunAgentInput,
      policy: { ...DEFAULT_RUN_POLICY, onBusy },
      history,
    } satisfies StartRun);
  }

  /** Carries a run out to its end. */
  async run(messages: readonly Message[], options: RunOptions = {}): Promise<void> {
    const { ended } = await this.start(messages, options);
    await ended;
  }

  /** The ids of the messages that the last agent was given. */
  get lastGiven(): string {
    return (this.given.at(-1)?.messages ?? []).map(({ id }) => id).join(' ');
  }

  /** The code that a run is refused with. */
  async refusalOf(messages: readonly Message[], options: RunOptions = {}): Promise<unknown> {
    try {
      await this.run(messages, options);
      return null;
    } catch (error) {
      return (error as { readonly code?: unknown }).code;
    }
  }
}
