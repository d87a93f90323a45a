import { describe, expect, it } from '@jest/globals';
import { until } from '@flightdeck/testing';
import {
  assertEnding,
  createFaultBench,
  newThread,
  settle,
  wellFormedRun,
} from './support/fault-bench.js';
import { agentWith, EMITTING, ENDING, THROWING, type FaultyRun } from './support/faulty-runs.js';

const LIMITS = { maxEventBytes: 1_000, idleTimeoutMs: 50 };

function survives(fault: FaultyRun, environment: 'development' | 'production'): void {
  it(`an agent that ${fault.title} costs one run (${environment})`, async () => {
    const agents = { default: agentWith(fault) };
    const { rest, failures, runtime } = createFaultBench({ agents, environment, limits: LIMITS });
    const thread = newThread();
    assertEnding(await wellFormedRun(rest, thread), fault.ending);
    await settle();
    expect(failures).toHaveLength(fault.told ?? 0);
    await until(() => runtime.engine?.activeRuns === 0, 'the end of the run');
    assertEnding(await wellFormedRun(rest, thread), 'RUN_FINISHED');
  });
}

for (const environment of ['production', 'development'] as const) {
  describe(`what agents throw, in ${environment}`, () => {
    for (const fault of THROWING) survives(fault, environment);
  });
}

describe('how agents end', () => {
  for (const fault of ENDING) survives(fault, 'production');
});

describe('what agents emit', () => {
  for (const fault of EMITTING) survives(fault, 'production');
});
