import { describe, expect, it } from '@jest/globals';
import {
  collectRun,
  createGate,
  FakeClock,
  runBodySaying,
  ScriptedAgent,
  SseReader,
  terminalOf,
} from '@flightdeck/testing';
import { createBreakableStore } from './support/breakable-store.js';
import { createFaultBench, settle } from './support/fault-bench.js';

/** A runtime with a run that waits, and a second one in the queue whose head is sent already. */
async function queued() {
  const clock = new FakeClock();
  const gate = createGate();
  const { store, break: breakStore } = createBreakableStore();
  const agent = new ScriptedAgent(async function* waiting() {
    yield { type: 'STEP_STARTED', stepName: 's' };
    await gate.opened;
    yield { type: 'RUN_FINISHED' };
  });
  const { rest, runtime } = createFaultBench({
    agents: { default: agent },
    threads: store,
    onConcurrentRun: 'enqueue',
    clock,
  });
  const run = (ids: { readonly runId?: string } = {}) =>
    rest.run('default', runBodySaying('hello', { threadId: 't', ...ids }));
  await new SseReader(await run()).readTo('STEP_STARTED');
  const second = run();
  await settle();
  clock.advance(50);
  return { agent, clock, gate, runtime, breakStore, run, response: await second };
}

describe('a run that waits in the queue of its thread', () => {
  it('starts when its turn has come', async () => {
    const { agent, gate, response } = await queued();
    expect(agent.log.runs).toHaveLength(1);
    gate.open();
    expect(terminalOf((await collectRun(response)).events).type).toBe('RUN_FINISHED');
    expect(agent.log.runs).toHaveLength(2);
  });

  it('starts although its client has left, and is the only one that does', async () => {
    const { agent, gate, response, runtime } = await queued();
    await response.body?.cancel();
    gate.open();
    await settle();
    expect(agent.log.runs).toHaveLength(2);
    expect(runtime.engine?.activeRuns).toBe(0);
  });

  it('ends with RUN_REFUSED if a run with its id came first', async () => {
    const { clock, gate, run } = await queued();
    const twins = [run({ runId: 'twin' }), run({ runId: 'twin' })];
    await settle();
    clock.advance(50);
    gate.open();
    const streams = await Promise.all(twins.map(async (twin) => collectRun(await twin)));
    const [first, second] = streams.map(({ events }) => terminalOf(events));
    expect(first?.type).toBe('RUN_FINISHED');
    expect(second).toMatchObject({ type: 'RUN_ERROR', code: 'RUN_REFUSED' });
  });

  it.each([
    ['ENQUEUE_TIMEOUT', ({ clock }: Awaited<ReturnType<typeof queued>>) => clock.advance(300_000)],
    [
      'SERVER_SHUTDOWN',
      ({ runtime }: Awaited<ReturnType<typeof queued>>) => void runtime.shutdown({ graceMs: 0 }),
    ],
    [
      'STORE_UNAVAILABLE',
      ({ breakStore, gate }: Awaited<ReturnType<typeof queued>>) => {
        breakStore('coordinator', 'acquire');
        gate.open();
      },
    ],
  ])('ends with %s if it never starts because of that', async (code, prevent) => {
    const bench = await queued();
    prevent(bench);
    const { events } = await collectRun(bench.response);
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_ERROR', code });
    expect(bench.agent.log.runs).toHaveLength(1);
  });
});
