import { describe, expect, it } from '@jest/globals';
import type { RunAgentInput } from '@flightdeck/core';
import { createGate, runBody, ScriptedAgent, waitingAt } from '@flightdeck/testing';
import { DEFAULT_RUN_POLICY } from '../src/runs/run-policy.js';
import { settle } from './support/fault-bench.js';
import { onlyLimit, pullUntil, readTypes, startEngine } from './support/start-engine.js';

const FINISH = [{ type: 'RUN_FINISHED' }];

/** A script that waits for ever. */
async function* hang() {
  yield { type: 'STEP_STARTED', stepName: 's' };
  await new Promise(() => undefined);
}

describe('a busy thread', () => {
  it('rejects a second run by default and names the active one', async () => {
    const { start } = startEngine();
    const run = await start(hang);
    await expect(start(FINISH)).rejects.toMatchObject({
      code: 'run_in_progress',
      body: { runId: run.runId },
    });
  });

  it('supersede ends the active run in an orderly way and starts the new one', async () => {
    const { engine, start } = startEngine();
    const first = engine.watch(await start(hang));
    await pullUntil(first, 'STEP_STARTED');
    const second = await start(FINISH, { onBusy: 'supersede' });
    expect(await readTypes(first)).toEqual(['STEP_FINISHED', 'RUN_FINISHED']);
    expect(await readTypes(engine.watch(second))).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('leaves nothing behind of those that waited for it', async () => {
    const { engine, clock, start, store } = startEngine();
    await start(hang);
    const run = await start(FINISH, { onBusy: 'supersede' });
    await readTypes(engine.watch(run));
    await settle();
    expect(clock.pending).toBe(0);
    const { segments } = await store.log.read(run.threadPk, { after: 0 });
    expect(segments).toEqual([]);
  });

  it('supersede outlasts a run that ends by its stop deadline, even if the store is slow', async () => {
    const { engine, clock, start, store } = startEngine();
    const gate = createGate();
    const append = store.log.append.bind(store.log);
    store.log.append = async (batch) => {
      if (batch[0]?.close !== undefined) await gate.opened;
      return append(batch);
    };
    const limits = onlyLimit({ stopDeadlineMs: 100 });
    await start(new ScriptedAgent(waitingAt([createGate()], true)), { limits });
    const starting = start(FINISH, { onBusy: 'supersede', limits });
    await settle();
    clock.advance(100);
    await settle();
    gate.open();
    expect(await readTypes(engine.watch(await starting))).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('enqueue starts runs in the order in which they came', async () => {
    const { engine, start } = startEngine();
    const gates = [createGate(), createGate(), createGate()];
    const order: number[] = [];
    const script = (index: number) =>
      async function* run() {
        order.push(index);
        await gates[index]?.opened;
        yield { type: 'RUN_FINISHED' };
      };
    const started = [0, 1, 2].map((index) => start(script(index), { onBusy: 'enqueue' }));
    for (const [index, gate] of gates.entries()) {
      const run = await started[index];
      if (run === undefined) throw new Error('not started');
      expect(order).toEqual([0, 1, 2].slice(0, index + 1));
      gate.open();
      await readTypes(engine.watch(run));
    }
  });

  it('enqueue gives up after its time and refuses more than its queue holds', async () => {
    const { clock, start } = startEngine();
    const limits = onlyLimit({ enqueueTimeoutMs: 1_000, maxQueuedRuns: 1 });
    await start(hang, { limits });
    const waiting = start(FINISH, { onBusy: 'enqueue', limits });
    const alsoWaiting = start(FINISH, { onBusy: 'enqueue', limits });
    await expect(start(FINISH, { onBusy: 'enqueue', limits })).rejects.toMatchObject({
      code: 'rate_limited',
    });
    const givenUp = [waiting, alsoWaiting].map((run) =>
      expect(run).rejects.toMatchObject({ code: 'run_in_progress' }),
    );
    for (let round = 0; round < 50; round += 1) {
      clock.advance(100);
      await new Promise(setImmediate);
    }
    await Promise.all(givenUp);
  });

  it('enqueue counts the time in the queue, whoever is ahead', async () => {
    const { clock, start } = startEngine();
    const limits = onlyLimit({ enqueueTimeoutMs: 1_000 });
    await start(hang, { limits });
    const waiting = [0, 1, 2].map(() => start(FINISH, { onBusy: 'enqueue', limits }));
    const givenUp = waiting.map((run) =>
      expect(run).rejects.toMatchObject({ code: 'run_in_progress' }),
    );
    await new Promise(setImmediate);
    clock.advance(1_000);
    await Promise.all(givenUp);
  });

  it('enqueue lets nobody stand in the line of another user', async () => {
    const { engine } = startEngine();
    const limits = onlyLimit({ maxQueuedRuns: 1 });
    const policy = { ...DEFAULT_RUN_POLICY, onBusy: 'enqueue', limits } as const;
    const as = (userId: string) =>
      engine.start({
        scope: { tenantId: '', userId },
        agentId: 'default',
        agent: new ScriptedAgent(hang),
        input: runBody({ threadId: 'hers' }) as unknown as RunAgentInput,
        policy,
      });
    await as('ann');
    void as('ann').catch(() => undefined);
    await expect(as('bob')).rejects.toMatchObject({ code: 'thread_not_found' });
  });

  it('refuses the id of an earlier run', async () => {
    const { engine, start } = startEngine();
    await readTypes(engine.watch(await start(FINISH, {}, { runId: 'same' })));
    await expect(start(FINISH, {}, { runId: 'same' })).rejects.toMatchObject({
      code: 'duplicate_run',
    });
  });
});
