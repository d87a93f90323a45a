import {
  CopilotRuntime,
  createDispatcher,
  fetchRequestSource,
  renderResponse,
  type AgentsConfig,
  type CopilotRuntimeOptions,
  type DispatcherOptions,
} from '@flightdeck/core';
import { createLegacyDispatcher } from '../../../src/legacy/create-legacy-dispatcher.js';

export const URL = 'http://runtime.test/api/copilotkit';

export interface LegacyServerOptions {
  readonly agents: AgentsConfig;
  readonly runtime?: Partial<CopilotRuntimeOptions>;
  readonly mount?: Omit<DispatcherOptions, 'runtime'>;
}

/** A runtime behind the bridge, as a fetch handler. */
export function createLegacyServer({ agents, runtime: options, mount }: LegacyServerOptions): {
  readonly runtime: CopilotRuntime;
  readonly fetch: (request: Request) => Promise<Response>;
} {
  const runtime = new CopilotRuntime({ ...options, agents });
  const dispatcher = createLegacyDispatcher(createDispatcher({ ...mount, runtime }), {
    ...(mount?.basePath === undefined ? {} : { basePath: mount.basePath }),
    ...(mount?.cors === undefined ? {} : { cors: mount.cors }),
    maxBodyBytes: runtime.settings.maxBodyBytes,
  });
  return {
    runtime,
    fetch: async (request) =>
      renderResponse(await dispatcher.dispatch(fetchRequestSource(request))),
  };
}
