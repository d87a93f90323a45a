import {
  memoryThreads,
  UNSCOPED,
  type BaseEvent,
  type MemoryThreads,
  type Message,
  type RunAgentInput,
} from '@flightdeck/store';
import type { Observable } from 'rxjs';
import { ConfigError } from '../errors/config-error.js';
import { SILENT_LOGGER } from '../runtime/logger.js';
import { connectThread } from '../runs/connect-thread.js';
import { foldEvents } from '../runs/fold-events.js';
import { RunEngine, type RunEngineOptions } from '../runs/run-engine.js';
import { DEFAULT_RUN_POLICY } from '../runs/run-policy.js';
import {
  AgentRunner,
  type AgentRunnerConnectRequest,
  type AgentRunnerIsRunningRequest,
  type AgentRunnerRunRequest,
  type AgentRunnerStopRequest,
  type LocalThreadEndpointRecord,
  type LocalThreadEndpointRunner,
} from './agent-runner.js';
import { framesToEvents } from './frames-to-events.js';
import { toLocalRecord } from './local-record.js';

/** Bounds of the memory that threads take. */
export interface InMemoryLimits {
  /** Threads kept; the least recently used idle one goes first. @default 1_000 */
  readonly maxThreads?: number;
  /** Runs kept per thread; the oldest goes first, 0 or Infinity keeps all. @default 100 */
  readonly maxRunsPerThread?: number;
  /** Size of all events, running ones included. @default 536_870_912 (512 MiB) */
  readonly maxBytes?: number;
}

export interface InMemoryAgentRunnerOptions extends InMemoryLimits {
  /**
   * What happens to a run on a busy thread; the runtime's `onConcurrentRun` wins where it is set.
   *
   * @default 'throw'
   */
  readonly onConcurrentRun?: 'throw' | 'supersede';
}

type EngineTools = Omit<RunEngineOptions, 'store'>;

/** The run engine on a memory store of its own, never shared between runners. */
export class InMemoryAgentRunner extends AgentRunner implements LocalThreadEndpointRunner {
  override readonly ɵsupportsLocalThreadEndpoints = true;
  readonly onConcurrentRun: 'throw' | 'supersede';
  readonly #store: MemoryThreads;
  readonly #starting = new Set<string>();
  #engine: RunEngine | null = null;

  constructor(options: InMemoryAgentRunnerOptions = {}) {
    super();
    const { onConcurrentRun = 'throw', ...limits } = options;
    if (onConcurrentRun !== 'throw' && onConcurrentRun !== 'supersede') {
      throw new ConfigError(`onConcurrentRun must be 'throw' or 'supersede'`);
    }
    this.onConcurrentRun = onConcurrentRun;
    this.#store = memoryThreads(limits);
  }

  /** Whether a runner is exactly this class; a subclass may have changed how runs work. */
  static is(runner: AgentRunner): runner is InMemoryAgentRunner {
    return Object.getPrototypeOf(runner) === InMemoryAgentRunner.prototype;
  }

  /** The engine behind this runner, built with the given tools by whoever asks first. */
  engineWith(tools: EngineTools): RunEngine {
    this.#engine ??= new RunEngine({ store: this.#store, ...tools });
    return this.#engine;
  }

  /** @throws Error `Thread already running` */
  override run({ threadId, agent, input }: AgentRunnerRunRequest): Observable<BaseEvent> {
    const engine = this.engineWith({});
    const onBusy = this.onConcurrentRun === 'supersede' ? 'supersede' : 'reject';
    const busy = this.#starting.has(threadId) || engine.isRunning(threadId);
    if (busy && onBusy === 'reject') throw new Error('Thread already running');
    this.#starting.add(threadId);
    const agentId = agent.agentId ?? 'default';
    const policy = { ...DEFAULT_RUN_POLICY, onBusy, redactErrors: false } as const;
    const started = engine
      .start({ scope: UNSCOPED, agentId, agent, input: completed(input, threadId), policy })
      .finally(() => this.#starting.delete(threadId));
    // Whoever subscribes gets the failure; without a subscriber it must not end the process.
    started.catch(() => undefined);
    return framesToEvents(async () => engine.watch(await started));
  }

  override connect({ threadId }: AgentRunnerConnectRequest): Observable<BaseEvent> {
    const request = { scope: UNSCOPED, threadId, hasMessages: false, canResume: false };
    return framesToEvents(async () => {
      const connection = await connectThread(this.engineWith({}), request, SILENT_LOGGER);
      return connection?.source ?? null;
    });
  }

  override async isRunning({ threadId }: AgentRunnerIsRunningRequest): Promise<boolean> {
    return this.#starting.has(threadId) || this.engineWith({}).isRunning(threadId);
  }

  override async stop({ threadId, runId }: AgentRunnerStopRequest): Promise<boolean> {
    const result = await this.engineWith({}).stop(UNSCOPED, threadId, runId);
    return result.kind === 'stopping';
  }

  listThreads(): LocalThreadEndpointRecord[] {
    return this.#store.listThreads().map(toLocalRecord);
  }

  getThreadMessages(threadId: string): readonly Message[] {
    return foldEvents(this.getThreadEvents(threadId)).messages();
  }

  getThreadEvents(threadId: string): BaseEvent[] {
    return this.#store
      .historyOf(threadId)
      .flatMap(({ events }) => events.map(({ json }) => JSON.parse(json) as BaseEvent));
  }

  getThreadState(threadId: string): unknown {
    return foldEvents(this.getThreadEvents(threadId)).state ?? null;
  }

  clearThreads(): void {
    this.#store.clearAll();
  }
}

type LooseInput = Pick<RunAgentInput, 'runId'> & Partial<RunAgentInput>;

/** AG-UI 1.0 leaves out what is empty. */
function completed(input: LooseInput, threadId: string): RunAgentInput {
  const { messages = [], tools = [], context = [] } = input;
  return { ...input, threadId, messages, tools, context };
}
