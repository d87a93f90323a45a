import {
  CopilotRuntime,
  createCopilotRuntimeHandler,
  InMemoryAgentRunner,
  type AgentRecord,
  type CopilotRuntimeOptions,
  type Logger,
} from '@flightdeck/core';
import {
  collectRun,
  jsonOf,
  RuntimeClient,
  runBodySaying,
  type CollectedRun,
} from '@flightdeck/testing';
import { createDefaultAgent } from '../../../src/adapters/create-default-agent.js';
import type { CopilotServiceAdapter } from '../../../src/adapters/service-adapter.js';

export interface AdapterHost {
  readonly client: RuntimeClient;
  /** What was logged, by level. */
  readonly log: { readonly level: string; readonly message: string; readonly details: unknown }[];
  /** One run of the agent `default` to its end. */
  run(fields?: Readonly<Record<string, unknown>>): Promise<CollectedRun>;
  /** The agents that `/info` tells of. */
  agents(): Promise<unknown>;
}

/** A runtime whose `default` agent is that of an adapter. */
export function hostAdapter(
  adapter: CopilotServiceAdapter,
  environment: 'development' | 'production' = 'development',
): AdapterHost {
  const log: AdapterHost['log'] = [];
  const logger = recording(log);
  const agent = createDefaultAgent(adapter, { logger, environment });
  return { ...hostAgents(agent === null ? {} : { default: agent }, { logger, environment }), log };
}

function recording(log: AdapterHost['log']): Logger {
  const say =
    (level: string) =>
    (message: string, details?: unknown): void => {
      log.push({ level, message, details });
    };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

/** A runtime with agents that are made already. */
export function hostAgents(
  agents: AgentRecord,
  options: Pick<CopilotRuntimeOptions, 'logger' | 'environment'> = {},
): Omit<AdapterHost, 'log'> {
  const runtime = new CopilotRuntime({ agents, runner: new InMemoryAgentRunner(), ...options });
  const handler = createCopilotRuntimeHandler({ runtime });
  const client = new RuntimeClient({
    baseUrl: 'http://v1.test',
    fetch: (url, init) => handler(new Request(url, init)),
  });
  return {
    client,
    run: async (fields = {}) =>
      collectRun(await client.run('default', runBodySaying('Hello', fields))),
    agents: async () => (await jsonOf(await client.info()))['agents'],
  };
}
