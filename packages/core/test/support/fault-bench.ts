import assert from 'node:assert/strict';
import {
  collectRun,
  runBody,
  runBodySaying,
  RuntimeClient,
  terminalOf,
  type CollectedRun,
} from '@flightdeck/testing';
import {
  CopilotRuntime,
  createCopilotRuntimeHandler,
  type CopilotRuntimeHooks,
  type CopilotRuntimeOptions,
  type RunErrorCode,
} from '../../src/index.js';
import { SILENT_LOGGER } from '../../src/runtime/logger.js';

/** A runtime behind its fetch handler, with what went wrong in it. */
export interface FaultBench {
  readonly runtime: CopilotRuntime;
  readonly handler: (request: Request) => Promise<Response>;
  readonly rest: RuntimeClient;
  /** What `onError` has been told. */
  readonly failures: unknown[];
}

/** Unhandled rejections and uncaught exceptions fail the running test by themselves: Jest sees to it. */
export function createFaultBench(
  options: CopilotRuntimeOptions,
  hooks: CopilotRuntimeHooks = {},
): FaultBench {
  const runtime = new CopilotRuntime({
    environment: 'production',
    logger: SILENT_LOGGER,
    ...options,
  });
  const failures: unknown[] = [];
  const handler = createCopilotRuntimeHandler({
    runtime,
    basePath: '/api',
    hooks: { onError: ({ error }) => void failures.push(error), ...hooks },
  });
  const rest = new RuntimeClient({
    baseUrl: 'http://runtime.test/api',
    fetch: (url, init) => handler(new Request(url, init)),
  });
  return { runtime, handler, rest, failures };
}

/** A run as every client can take it: RUN_STARTED first, one terminal event last, nothing empty. */
export async function wellFormedRun(
  rest: RuntimeClient,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<CollectedRun> {
  const run = await collectRun(await rest.run('default', runBodySaying('hello', overrides)));
  assert.equal(run.types[0], 'RUN_STARTED');
  terminalOf(run.events);
  return run;
}

/** How a run is expected to end. */
export type RunEnding = RunErrorCode | 'RUN_FINISHED';

/** Asserts how a run has ended; an error has a documented code and a text. */
export function assertEnding({ events }: CollectedRun, ending: RunEnding): void {
  const { type, code, message } = terminalOf(events);
  if (ending === 'RUN_FINISHED') {
    assert.equal(type, 'RUN_FINISHED');
    return;
  }
  assert.equal(type, 'RUN_ERROR');
  assert.equal(code, ending);
  assert.ok(typeof message === 'string' && message !== '');
}

export function newThread(): { readonly threadId: string } {
  return { threadId: runBody().threadId };
}

/** Lets everything happen that is due: promises, immediates, and what Node reports as unhandled. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
