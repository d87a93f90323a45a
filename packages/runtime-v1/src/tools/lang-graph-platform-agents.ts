import { ConfigError, type AgentRecord } from '@flightdeck/core';
import { isRecord } from '../internal/is-record.js';
import { withCopilotKitEvents } from '../langgraph/with-copilotkit-events.js';
import { parseHttpUrl } from './http-url.js';
import type { LangGraphPlatformEndpoint } from './remote-endpoint.js';

const PACKAGE = '@ag-ui/langgraph';

/**
 * The agents of LangGraph platforms, by name.
 *
 * @param load loads `@ag-ui/langgraph`, which is an optional package
 * @throws ConfigError if it is not installed, and for an endpoint without an address
 */
export async function langGraphPlatformAgents(
  endpoints: readonly LangGraphPlatformEndpoint[],
  load: () => Promise<unknown> = importLangGraph,
): Promise<AgentRecord> {
  if (endpoints.length === 0) return {};
  const Agent = withCopilotKitEvents(await loadAgentClass(load));
  return Object.fromEntries(
    endpoints.flatMap(({ deploymentUrl, langsmithApiKey, agents }) =>
      agents.map(({ name, description, assistantId }) => [
        name,
        new Agent({
          deploymentUrl,
          graphId: assistantId ?? name,
          agentName: name,
          description,
          ...(typeof langsmithApiKey === 'string' ? { langsmithApiKey } : {}),
        }),
      ]),
    ),
  );
}

/** @throws ConfigError */
export function checkLangGraphPlatformEndpoint(endpoint: LangGraphPlatformEndpoint): void {
  if (parseHttpUrl(endpoint.deploymentUrl) === null) {
    throw new ConfigError(
      'The deploymentUrl of a langGraphPlatformEndpoint must be an http or https URL',
    );
  }
  const agents: unknown = endpoint.agents;
  const isListed = Array.isArray(agents) && agents.every(hasName);
  if (!isListed) {
    throw new ConfigError(
      'The agents of a langGraphPlatformEndpoint must be a list, each with a name',
    );
  }
}

function hasName(agent: unknown): boolean {
  return isRecord(agent) && typeof agent['name'] === 'string' && agent['name'] !== '';
}

async function loadAgentClass(
  load: () => Promise<unknown>,
): Promise<Parameters<typeof withCopilotKitEvents>[0]> {
  let loaded: unknown;
  try {
    loaded = await load();
  } catch (error) {
    throw new ConfigError(`langGraphPlatformEndpoint() needs the package ${PACKAGE}: install it`, {
      cause: error,
    });
  }
  const found: unknown = isRecord(loaded) ? loaded['LangGraphAgent'] : undefined;
  if (typeof found !== 'function') {
    throw new ConfigError(`langGraphPlatformEndpoint() needs ${PACKAGE} 0.0.20 or newer`);
  }
  return found as Parameters<typeof withCopilotKitEvents>[0]; // what the package calls its agent
}

/** Left to run time: a bundler would look for a package that may not be there. */
function importLangGraph(): Promise<unknown> {
  const name: string = PACKAGE;
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
}
