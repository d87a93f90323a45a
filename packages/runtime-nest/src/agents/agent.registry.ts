import {
  ConfigError,
  isRuntimeAgent,
  type AgentFactoryContext,
  type AgentRecord,
  type AgentsConfig,
  type AgentsFactory,
  type RuntimeAgent,
} from '@flightdeck/core';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ContextIdFactory, ModuleRef } from '@nestjs/core';

import { COPILOT_RUNTIME_OPTIONS } from '../copilot-runtime.constants.js';
import type { CopilotRuntimeModuleOptions } from '../interfaces/copilot-runtime-options.interface.js';
import { createAgentStandIn } from './agent-stand-in.js';
import { AgentExplorer, type DiscoveredAgent } from './agent.explorer.js';
import {
  AGENTS_OF_READY_RUNTIME,
  DUPLICATE_AGENT,
  NO_OPTIONS,
  NOT_AN_AGENT,
} from './agent.messages.js';

/** The agents of the options together with those that were found. */
@Injectable()
export class AgentRegistry implements OnModuleInit {
  readonly #configured: AgentsConfig;
  #found: ReadonlyMap<string, DiscoveredAgent> = new Map();
  #singletons: AgentRecord = {};
  #perRequest: readonly DiscoveredAgent[] = [];

  constructor(
    @Inject(COPILOT_RUNTIME_OPTIONS) private readonly options: CopilotRuntimeModuleOptions,
    @Inject(AgentExplorer) private readonly explorer: AgentExplorer,
  ) {
    const given: unknown = options;
    if (typeof given !== 'object' || given === null) throw new ConfigError(NO_OPTIONS);
    const agents = 'agents' in options ? options.agents : undefined;
    this.#configured = agents ?? {};
  }

  /** The ids of the agents that were found among the providers. */
  get foundIds(): readonly string[] {
    return [...this.#found.keys()];
  }

  onModuleInit(): void {
    this.#found = this.explorer.explore();
    const agents = [...this.#found.values()];
    if (this.options.runtime !== undefined && agents[0] !== undefined) {
      throw new ConfigError(AGENTS_OF_READY_RUNTIME(agents[0].className));
    }
    this.#perRequest = agents.filter(isPerRequest);
    const singletons = agents.filter((agent) => !isPerRequest(agent));
    this.#singletons = Object.fromEntries(
      singletons.map((agent) => [agent.id, standInFor(agent, agent.provider.instance)]),
    );
    // What is a promise or a factory is compared when its agents are known.
    if (isRecord(this.#configured)) this.#refuseDuplicates(this.#configured);
  }

  /** The agents for one request, as the runtime asks for them, and those that need none. */
  readonly agentsFor: AgentsFactory = Object.assign(
    async (context: AgentFactoryContext): Promise<AgentRecord> => {
      const agents = this.#configured;
      const configured = await (typeof agents === 'function' ? agents(context) : agents);
      if (this.#found.size === 0) return configured;
      this.#refuseDuplicates(configured);
      return { ...configured, ...this.#singletons, ...(await this.#resolvePerRequest(context)) };
    },
    {
      withoutRequest: async (): Promise<AgentRecord> => {
        const agents = this.#configured;
        const configured = typeof agents === 'function' ? agents.withoutRequest?.() : agents;
        return { ...(await configured), ...this.#singletons };
      },
    },
  );

  async #resolvePerRequest({ nativeRequest }: AgentFactoryContext): Promise<AgentRecord> {
    if (this.#perRequest.length === 0) return {};
    const request = isObject(nativeRequest) ? nativeRequest : {};
    // The one that guards and controllers of this request have, if any of them has one.
    const contextId = ContextIdFactory.getByRequest(request);
    const resolved = this.#perRequest.map(async (agent) => {
      const moduleRef = moduleRefOf(agent);
      moduleRef.registerRequestByContextId(request, contextId);
      const options = { strict: true };
      const instance: unknown = await moduleRef.resolve(tokenOf(agent), contextId, options);
      return [agent.id, standInFor(agent, instance)] as const;
    });
    return Object.fromEntries(await Promise.all(resolved));
  }

  #refuseDuplicates(configured: AgentRecord): void {
    for (const [id, { className }] of this.#found) {
      if (!Object.hasOwn(configured, id)) continue;
      const other = `${configured[id]?.constructor.name} (in the module's options)`;
      throw new ConfigError(DUPLICATE_AGENT(id, other, className));
    }
  }
}

function isPerRequest({ provider }: DiscoveredAgent): boolean {
  return provider.isTransient || !provider.isDependencyTreeStatic();
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isRecord(agents: AgentsConfig): agents is AgentRecord {
  return typeof agents !== 'function' && !(agents instanceof Promise);
}

function standInFor(
  { id, className, description }: DiscoveredAgent,
  instance: unknown,
): RuntimeAgent {
  if (!isRuntimeAgent(instance)) throw new ConfigError(NOT_AN_AGENT(className, id));
  return createAgentStandIn(instance, description);
}

/** That of the agent's own module, where its token means this provider and no other. */
function moduleRefOf({ provider }: DiscoveredAgent): ModuleRef {
  const moduleRef: unknown = provider.host?.getProviderByKey(ModuleRef).instance;
  return moduleRef as ModuleRef;
}

function tokenOf({ provider }: DiscoveredAgent): string | symbol | (new () => unknown) {
  return provider.token as string | symbol | (new () => unknown);
}
