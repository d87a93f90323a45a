import {
  CopilotRuntime as Runtime,
  type AgentsFactory,
  type CopilotRuntimeOptions,
} from '@flightdeck/core';
import type { CopilotServiceAdapter } from './adapters/service-adapter.js';
import type { CopilotRuntimeConstructorParams } from './options/runtime-params.js';
import { createMountAgents, type MountAgentsOptions } from './run/mount-agents.js';

/** An agent as `getAllAgents()` lists it. */
export interface AgentDescription {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** What `loadAgentState()` answers. v1.md 8 and 11.1. */
export interface AgentStateAnswer {
  readonly threadId: string;
  readonly threadExists: boolean;
  readonly state: unknown;
  readonly messages: readonly unknown[];
}

/** The runtime with the options of version 1 and of version 2. */
export class CopilotRuntime extends Runtime {
  readonly params: CopilotRuntimeConstructorParams;

  constructor(params: CopilotRuntimeConstructorParams = {}) {
    super(coreOptions(params));
    this.params = params;
  }

  /** The runtime that answers requests, which is this one. */
  get instance(): this {
    return this;
  }

  /** The agents of a mount: what `agents` of `createDispatcher()` is given. */
  agentsOf(mount: MountAgentsOptions): AgentsFactory {
    return createMountAgents(this, mount);
  }

  /** Has an adapter answer as `default` wherever an endpoint has none of its own. */
  handleServiceAdapter(_adapter: CopilotServiceAdapter): void {
    throw new Error('Not there yet');
  }

  async getAllAgents(): Promise<readonly AgentDescription[]> {
    throw new Error('Not there yet');
  }

  async loadAgentState(
    _context: unknown,
    _threadId: string,
    _agentName: string,
  ): Promise<AgentStateAnswer> {
    throw new Error('Not there yet');
  }
}

function coreOptions(params: CopilotRuntimeConstructorParams): CopilotRuntimeOptions {
  return { ...params, agents: params.agents ?? {} };
}
