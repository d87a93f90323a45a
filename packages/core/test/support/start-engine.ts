import { memoryThreads, UNSCOPED, type StoreEngine } from '@flightdeck/store';
import { FakeClock, runBody, ScriptedAgent, type Script } from '@flightdeck/testing';
import { isRuntimeAgent, type RunAgentInput, type RuntimeAgent } from '@flightdeck/core';
import { RunEngine, type StartRun } from '../../src/runs/run-engine.js';
import { resolveRunLimits, type RunLimits } from '../../src/runs/run-limits.js';
import { DEFAULT_RUN_POLICY, type RunPolicy } from '../../src/runs/run-policy.js';
import type { FrameSource } from '../../src/http/reply.js';
import { eventsOf } from '../../src/runner/frames-to-events.js';

export interface EngineUnderTest {
  readonly engine: RunEngine;
  readonly clock: FakeClock;
  readonly store: StoreEngine;
  /** Starts a run with defaults for whatever is not given. */
  start(
    script: Script | readonly unknown[] | RuntimeAgent,
    overrides?: Partial<RunPolicy> & { readonly limits?: RunPolicy['limits'] },
    input?: Readonly<Record<string, unknown>>,
  ): ReturnType<RunEngine['start']>;
}

/** On a store that compacts at once, which shows whether anybody still follows. */
export function startEngine(store: StoreEngine = memoryThreads({ rawRuns: 0 })): EngineUnderTest {
  const clock = new FakeClock();
  const engine = new RunEngine({ store, clock });
  return {
    engine,
    clock,
    store,
    start: (script, overrides = {}, input = {}) =>
      engine.start({
        scope: UNSCOPED,
        agentId: 'default',
        agent: isRuntimeAgent(script) ? script : new ScriptedAgent(script),
        input: runBody({ threadId: 't', ...input }) as unknown as RunAgentInput,
        policy: { ...DEFAULT_RUN_POLICY, ...overrides },
      } satisfies StartRun),
  };
}

/** Limits that are all off but the given ones. */
export function onlyLimit(limits: RunLimits): RunPolicy['limits'] {
  const off = { maxRunDurationMs: 0, idleTimeoutMs: 0, stopDeadlineMs: 0, enqueueTimeoutMs: 0 };
  return resolveRunLimits({ ...off, ...limits });
}

/** The types of all events until the stream ends. */
export async function readTypes(source: FrameSource): Promise<string[]> {
  return (await readEvents(source)).map(({ type }) => type);
}

export async function readEvents(source: FrameSource): Promise<ReturnType<typeof eventsOf>> {
  const events = [];
  for (let text = await source.pull(); text !== null; text = await source.pull()) {
    events.push(...eventsOf(text));
  }
  return events;
}

/** Reads until a text contains `mark`. */
export async function pullUntil(source: FrameSource, mark: string): Promise<string> {
  let text = '';
  while (!text.includes(mark)) {
    const next = await source.pull();
    if (next === null) throw new Error(`The stream ended before ${mark}`);
    text += next;
  }
  return text;
}
