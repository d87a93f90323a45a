import { ConfigError } from '../errors/config-error.js';
import type { AgentRecord } from './agent.js';
import { resolveAgents } from './resolve-agents.js';
import type { AgentsConfig } from './runtime-options.js';

/**
 * The agents behind an `agents` option, outside of a request that the runtime serves: for scripts and
 * tests. A factory is called as it is for a request of nobody that starts no run.
 *
 * @throws ConfigError if there is no record of agents, or if a factory looks at a request that was not
 *   passed; and whatever the promise or the factory throws
 */
export async function resolveAgentsOf(
  agents: AgentsConfig,
  request?: Request,
): Promise<AgentRecord> {
  return resolveAgents(agents, () => ({
    get request() {
      if (request !== undefined) return request;
      throw new ConfigError(
        'resolveAgents needs the request as its second argument for this factory',
      );
    },
    identity: null,
    run: null,
  }));
}
