import { exportThreads, memoryThreads, UNSCOPED } from '@flightdeck/store';
import { ConfigError } from '../errors/config-error.js';
import { RealtimeHub } from '../realtime/realtime-hub.js';
import { DetachedRuns } from '../runs/detached-runs.js';
import { RunEngine } from '../runs/run-engine.js';
import type { AgentRunner } from '../runner/agent-runner.js';
import { InMemoryAgentRunner } from '../runner/in-memory-agent-runner.js';
import { CapabilityCache } from './capability-cache.js';
import { DebugEventBus } from './debug-event-bus.js';
import { scopeOfOwner, type ThreadOwner } from './identity.js';
import { findAgentWithoutRequest } from './resolve-agents.js';
import { resolveOptions, type RuntimeSettings } from './resolve-options.js';
import type { AgentsConfig, CopilotRuntimeOptions } from './runtime-options.js';
import { TextMemo } from './text-memo.js';
import { threadSourceOf, type ThreadContents } from './thread-source.js';

/** How many suggestion runs are kept whose viewer has not gone yet, beside those under way. */
const MAX_DETACHED_THREADS = 1_000;

/**
 * Agents, how they are run, and where their threads live: what one server offers to its clients.
 * Mount it with an adapter. Constructing it does no I/O.
 */
export class CopilotRuntime {
  readonly mode = 'sse';
  readonly agents: AgentsConfig;
  /** The option, as it was passed. */
  readonly a2ui: CopilotRuntimeOptions['a2ui'];
  /** The option, as it was passed. */
  readonly mcpApps: CopilotRuntimeOptions['mcpApps'];
  /** The option, as it was passed. */
  readonly openGenerativeUI: CopilotRuntimeOptions['openGenerativeUI'];
  /** The options with defaults filled in. */
  readonly settings: RuntimeSettings;
  /** The runner in charge; `null` when the `threads` option is. */
  readonly runner: AgentRunner | null;
  /** Executes runs, unless a custom runner does. */
  readonly engine: RunEngine | null;
  /** Executes runs that belong to no thread, such as suggestions; they leave nothing behind. */
  readonly detachedEngine: RunEngine;
  /** Where those are, for whoever wants to stop one. */
  readonly detachedRuns = new DetachedRuns();
  /** Tells clients of changes of their threads; `null` where a custom runner keeps them to itself. */
  readonly realtime: RealtimeHub | null;
  readonly debugEventBus = new DebugEventBus();
  /** What agents have said of their capabilities. */
  readonly capabilities = new CapabilityCache();
  /** What it has answered to `/info`. */
  readonly infoTexts = new TextMemo();
  #shutdown: Promise<void> | null = null;

  /** @throws ConfigError, RangeError */
  constructor(options: CopilotRuntimeOptions) {
    this.agents = options.agents;
    this.a2ui = options.a2ui;
    this.mcpApps = options.mcpApps;
    this.openGenerativeUI = options.openGenerativeUI;
    this.settings = resolveOptions(options);
    const { clock, logger, newId, runPolicy, recoveryOf, historyOf, middlewares } = this.settings;
    const recovery = {
      policyOf: recoveryOf,
      historyOf,
      middlewareOf: middlewares.of,
      findAgent: (agentId: string) => findAgentWithoutRequest(options.agents, agentId),
    };
    const tools = { clock, logger, newId, recovery, resumePolicy: runPolicy };
    if (options.threads !== undefined && options.runner !== undefined) {
      throw new ConfigError('Pass either threads or runner, not both');
    }
    this.detachedEngine = new RunEngine({
      store: memoryThreads({ maxThreads: MAX_DETACHED_THREADS }),
      ...tools,
    });
    if (options.threads !== undefined) {
      this.runner = null;
      this.engine = new RunEngine({ store: options.threads, ...tools });
    } else {
      this.runner = options.runner ?? new InMemoryAgentRunner();
      this.engine = InMemoryAgentRunner.is(this.runner) ? this.runner.engineWith(tools) : null;
    }
    const { engine, settings } = this;
    this.realtime =
      engine === null
        ? null
        : new RealtimeHub({ engine, settings: settings.realtime, clock, logger, newId });
  }

  /** Whether requests are made on behalf of users. */
  get identifiesUsers(): boolean {
    return this.settings.identifyUser !== undefined;
  }

  /** Whether this runtime has begun to shut down and takes no new runs. */
  get isShuttingDown(): boolean {
    return this.#shutdown !== null;
  }

  /**
   * Opens the store, and from then on takes over runs whose server process is gone. Requests do so by
   * themselves; called before a server listens, it lets a deployment fail that cannot work. May be
   * called again after a failure. Does nothing where a custom runner keeps the threads.
   *
   * @throws StoreError whose `code` and text say what is wrong: `access_denied`, `unavailable`,
   *   `migration_required`, `newer_schema`, `corrupt`, `read_only`
   */
  async ready(): Promise<void> {
    await this.engine?.open();
  }

  /**
   * What a thread holds by now; `null` where there is none, or where a custom runner keeps it to itself.
   *
   * @param owner whose thread it must be; without one, anybody's outside of tenants: for the server's own use
   * @throws StoreError
   */
  async readThread(threadId: string, owner?: ThreadOwner): Promise<ThreadContents | null> {
    await this.ready();
    const scope = owner === undefined ? UNSCOPED : scopeOfOwner(owner);
    return (await threadSourceOf(this)?.contents(scope, threadId)) ?? null;
  }

  /**
   * Everything that is stored of a user's threads, as JSON lines: see `exportThreads` of the store.
   *
   * @throws ConfigError where a custom runner keeps the threads; StoreError
   */
  async *exportThreads(owner: ThreadOwner): AsyncGenerator<string, void> {
    const { store } = this.#engineWithThreads();
    await this.ready();
    yield* exportThreads(store, scopeOfOwner(owner));
  }

  /**
   * Removes a user's threads with everything that tells of them. A run under way loses its thread.
   *
   * @returns how many threads there were
   * @throws ConfigError where a custom runner keeps the threads; StoreError
   */
  async eraseUser(owner: ThreadOwner): Promise<number> {
    const { store } = this.#engineWithThreads();
    await this.ready();
    return store.threads.erase(scopeOfOwner(owner));
  }

  #engineWithThreads(): RunEngine {
    if (this.engine !== null) return this.engine;
    throw new ConfigError('The threads of this runtime are kept by its runner');
  }

  /**
   * Refuses new runs with 503, lets running ones end for up to `graceMs` milliseconds, ends the
   * rest with RUN_ERROR `SERVER_SHUTDOWN`, and closes the store and realtime sockets. Repeated calls
   * share one shutdown.
   */
  shutdown({ graceMs = 10_000 }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#shutdown ??= this.#drain(graceMs);
    return this.#shutdown;
  }

  async #drain(graceMs: number): Promise<void> {
    try {
      await Promise.all([this.engine?.shutdown(graceMs), this.detachedEngine.shutdown(graceMs)]);
    } finally {
      const letGo = this.settings.middlewares.close();
      // Last of all: clients do not look for another server for long.
      this.realtime?.close();
      await letGo;
    }
  }
}
