import {
  createCopilotRuntimeHandler,
  InMemoryAgentRunner,
  type Logger,
  type RuntimeAgent,
} from '@flightdeck/core';
import { RuntimeClient } from '@flightdeck/testing';
import { CopilotRuntime } from '../../src/copilot-runtime.js';
import type { CopilotErrorEvent } from '../../src/errors/copilot-error-event.js';
import type { CopilotRuntimeConstructorParams } from '../../src/options/runtime-params.js';

const SILENT: Logger = { debug: skip, info: skip, warn: skip, error: skip };

function skip(): void {}

export interface V1Server {
  readonly runtime: CopilotRuntime;
  readonly rest: RuntimeClient;
  readonly single: RuntimeClient;
  /** What `onError` was told, unless the test has one of its own. */
  readonly errors: readonly CopilotErrorEvent[];
}

/** A v1 runtime with one agent, `default`, behind a handler. */
export function serveV1(
  agent: RuntimeAgent,
  params: CopilotRuntimeConstructorParams = {},
  hearsErrors = true,
): V1Server {
  const errors: CopilotErrorEvent[] = [];
  const runtime = new CopilotRuntime({
    agents: { default: agent },
    environment: 'development',
    logger: SILENT,
    ...(params.threads === undefined ? { runner: new InMemoryAgentRunner() } : {}),
    ...(hearsErrors ? { onError: (event) => void errors.push(event) } : {}),
    ...params,
  });
  const handler = createCopilotRuntimeHandler(runtime.mountOptions());
  const client = (transport: 'rest' | 'single') =>
    new RuntimeClient({
      baseUrl: 'http://v1.test',
      transport,
      fetch: (url, init) => handler(new Request(url, init)),
      headers: { referer: 'http://page.test/chat' },
    });
  return { runtime, rest: client('rest'), single: client('single'), errors };
}
