import { ConfigError } from '@flightdeck/core';
import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';

import { COPILOT_RUNTIME_MOUNT, type CopilotRuntimeMount } from '../copilot-runtime.constants.js';
import { AgentMetadata, type CopilotAgentMetadata } from '../decorators/copilot-agent.decorator.js';
import { DUPLICATE_AGENT, DUPLICATE_RUNTIME, UNKNOWN_RUNTIME } from './agent.messages.js';

/** A provider as Nest keeps it. */
export type ProviderWrapper = ReturnType<DiscoveryService['getProviders']>[number];

export interface DiscoveredAgent extends CopilotAgentMetadata {
  readonly className: string;
  readonly provider: ProviderWrapper;
}

/** Finds the providers that are marked with `@CopilotAgent`. */
@Injectable()
export class AgentExplorer {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(COPILOT_RUNTIME_MOUNT) private readonly mount: CopilotRuntimeMount,
  ) {}

  /**
   * The agents of this module's runtime by id.
   *
   * @throws ConfigError for an id or a runtime's name given twice, and for agents that nobody serves
   */
  explore(): ReadonlyMap<string, DiscoveredAgent> {
    const names = this.#runtimeNames();
    const agents = new Map<string, DiscoveredAgent>();
    for (const agent of this.#markedProviders()) {
      if (!names.has(agent.runtime)) {
        throw new ConfigError(UNKNOWN_RUNTIME(agent.className, agent.runtime, [...names]));
      }
      if (agent.runtime !== this.mount.name) continue;
      const other = agents.get(agent.id);
      if (other !== undefined) {
        throw new ConfigError(DUPLICATE_AGENT(agent.id, describe(other), describe(agent)));
      }
      agents.set(agent.id, agent);
    }
    return agents;
  }

  #runtimeNames(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { token, instance } of this.discovery.getProviders()) {
      if (token !== COPILOT_RUNTIME_MOUNT) continue;
      const { name } = instance as CopilotRuntimeMount;
      if (names.has(name)) throw new ConfigError(DUPLICATE_RUNTIME(name));
      names.add(name);
    }
    return names;
  }

  #markedProviders(): DiscoveredAgent[] {
    const reflector = new Reflector();
    return this.discovery.getProviders().flatMap((provider) => {
      const marked = classesOf(provider).find((type) => reflector.get(AgentMetadata, type));
      if (marked === undefined) return [];
      return [{ ...reflector.get(AgentMetadata, marked), className: marked.name, provider }];
    });
  }
}

/**
 * The classes that may carry the mark, in order of precedence. The token is the last one: a test
 * that replaces an agent by a plain object replaces it under the same id.
 */
function classesOf(provider: ProviderWrapper): (abstract new (...args: never[]) => unknown)[] {
  const { isAlias, metatype, token } = provider;
  // An alias is another name of a provider that is listed itself.
  if (isAlias) return [];
  const instance: unknown = provider.instance;
  const made = typeof instance === 'object' && instance !== null ? instance.constructor : undefined;
  return [made, metatype, token].filter(isClass);
}

function isClass(value: unknown): value is abstract new (...args: never[]) => unknown {
  return typeof value === 'function';
}

function describe({ className, provider }: DiscoveredAgent): string {
  return `${className} (in ${provider.host?.name ?? 'an unknown module'})`;
}
