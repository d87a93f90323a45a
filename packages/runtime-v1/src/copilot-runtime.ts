import {
  ConfigError,
  CopilotRuntime as Runtime,
  type DispatcherOptions,
  type Message,
  type ThreadOwner,
} from '@flightdeck/core';
import type { CopilotServiceAdapter } from './adapters/service-adapter.js';
import { createErrorReporter, type ErrorReporter } from './errors/create-error-reporter.js';
import { checkRuntimeParams } from './options/check-runtime-params.js';
import { checkServiceAdapter } from './options/check-service-adapter.js';
import { consoleLogger } from './options/create-logger.js';
import { environmentLogLevel, filteredLogger, type LogLevel } from './options/log-level.js';
import type { CopilotRuntimeConstructorParams } from './options/runtime-params.js';
import { createDefaultAgents } from './run/default-agents.js';
import { createMountAgents, type MountAgentsOptions, type MountParts } from './run/mount-agents.js';
import { sharedRunner } from './run/shared-runner.js';
import { createToolSources, type ToolSources } from './tools/create-tool-sources.js';

/** An agent as `getAllAgents()` lists it. */
export interface AgentDescription {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** What `loadAgentState()` answers. v1.md 11.1. */
export interface AgentStateAnswer {
  readonly threadId: string;
  readonly threadExists: boolean;
  /** Empty for a thread that does not exist. */
  readonly state: unknown;
  readonly messages: readonly Message[];
}

/** What may change after a runtime was made. */
interface Adjustable {
  adapter: CopilotServiceAdapter | undefined;
  logLevel: LogLevel;
}

/**
 * The runtime with the options of version 1 and those of version 2, all of them optional. Serve it
 * with one of the endpoint helpers, or with any handler of version 2. v1.md 4.
 *
 * Constructing it does no I/O and costs little: it may be done for each request, since runtimes
 * with neither `runner` nor `threads` share one memory, whose clock and logger are the first one's.
 */
export class CopilotRuntime extends Runtime {
  /** The options, as they were passed. */
  readonly params: CopilotRuntimeConstructorParams;
  readonly #adjustable: Adjustable;
  readonly #parts: Omit<MountParts, 'adapter' | 'properties'>;
  readonly #errors: ErrorReporter;
  readonly #tools: ToolSources;
  #closing: Promise<void> | null = null;

  /** @throws ConfigError for options of a wrong shape, and for what is not offered; RangeError */
  constructor(params: CopilotRuntimeConstructorParams = {}) {
    checkRuntimeParams(params);
    const given = params.logger;
    const defaultLevel = given === undefined ? 'warn' : 'debug';
    const adjustable: Adjustable = {
      adapter: undefined,
      logLevel: environmentLogLevel() ?? defaultLevel,
    };
    const logger = filteredLogger(given ?? consoleLogger(), () => adjustable.logLevel);
    const errors = createErrorReporter({ ...params, logger });
    const tools = createToolSources({ ...params, logger }, errors.report);
    const defaultAgentOf = createDefaultAgents({ logger, environment: params.environment });
    const parts = { params, tools, logger, report: errors.report, defaultAgentOf };
    const adapter = (): CopilotServiceAdapter | undefined => adjustable.adapter;
    super({
      ...params,
      agents: createMountAgents({ ...parts, adapter, properties: {} }),
      logger,
      ...(params.runner === undefined && params.threads === undefined
        ? { runner: sharedRunner.get() }
        : {}),
    });
    this.params = params;
    this.#adjustable = adjustable;
    this.#parts = parts;
    this.#errors = errors;
    this.#tools = tools;
  }

  /** The runtime that answers requests, which is this one. */
  get instance(): this {
    return this;
  }

  /**
   * What `createDispatcher()` and the handlers of version 2 are to be given so that this runtime
   * answers with the adapter and the properties of one mount.
   *
   * @throws ConfigError for an adapter that is none
   */
  mountOptions({ serviceAdapter, properties = {} }: MountAgentsOptions = {}): Required<
    Pick<DispatcherOptions, 'runtime' | 'agents' | 'hooks'>
  > {
    if (serviceAdapter !== undefined) checkServiceAdapter(serviceAdapter);
    const adapter = (): CopilotServiceAdapter | undefined =>
      serviceAdapter ?? this.#adjustable.adapter;
    const agents = createMountAgents({ ...this.#parts, adapter, properties });
    return { runtime: this, agents, hooks: this.#errors.hooks };
  }

  /**
   * Has an adapter answer as `default` wherever an endpoint has none of its own, and where a handler
   * of version 2 serves this runtime.
   *
   * @throws ConfigError for an adapter that is none
   */
  handleServiceAdapter(adapter: CopilotServiceAdapter): void {
    checkServiceAdapter(adapter);
    this.#adjustable.adapter = adapter;
  }

  /** From which level on this runtime says something, unless the environment says so in `LOG_LEVEL`. */
  useLogLevel(level: LogLevel): void {
    this.#adjustable.logLevel = environmentLogLevel() ?? level;
  }

  /**
   * The agents that clients may run.
   *
   * @param context with the request that agents are made for, where `agents` is a function that looks at it
   */
  async getAllAgents(context: unknown = {}): Promise<readonly AgentDescription[]> {
    const request = requestOf(context) ?? new Request('http://runtime.invalid/');
    const { agents } = this;
    const known =
      typeof agents === 'function'
        ? await agents({ request, identity: null, run: null })
        : await agents;
    return Object.entries(known).map(([id, { description = '' }]) => ({
      id,
      name: id,
      description,
    }));
  }

  /**
   * What a thread holds by now, for the server's own use: nobody is asked whose thread it is.
   *
   * @param context with `owner`, which is needed where the runtime has `identifyUser`
   * @throws ConfigError without an owner where one is needed; StoreError
   */
  async loadAgentState(
    context: unknown,
    threadId: string,
    _agentName?: string,
  ): Promise<AgentStateAnswer> {
    const owner = ownerOf(context);
    if (this.identifiesUsers && owner === undefined) {
      throw new ConfigError(
        'Threads have owners here: call loadAgentState({ owner: { userId } }, threadId)',
      );
    }
    const contents = await this.readThread(threadId, owner);
    const { messages = [], state = {} } = contents ?? {};
    return { threadId, threadExists: contents !== null, state: state ?? {}, messages };
  }

  /**
   * As in version 2. Where the memory of all runtimes is shared, their runs end as well; runtimes that
   * are made afterwards share another one.
   */
  override shutdown(options: { readonly graceMs?: number } = {}): Promise<void> {
    sharedRunner.retire(this.runner);
    this.#closing ??= this.#shutDown(options);
    return this.#closing;
  }

  async #shutDown(options: { readonly graceMs?: number }): Promise<void> {
    try {
      await super.shutdown(options);
    } finally {
      await this.#tools.close();
    }
  }
}

function requestOf(context: unknown): Request | undefined {
  const request: unknown = fieldOf(context, 'request');
  return request instanceof Request ? request : undefined;
}

function ownerOf(context: unknown): ThreadOwner | undefined {
  const owner = fieldOf(context, 'owner');
  if (typeof owner !== 'object' || owner === null) return undefined;
  // What is wrong with it is said by whoever reads it.
  return owner as ThreadOwner;
}

function fieldOf(context: unknown, name: string): unknown {
  return typeof context === 'object' && context !== null ? Reflect.get(context, name) : undefined;
}
