import { describe, expect, it } from '@jest/globals';
import type { RunAgentInput } from '@flightdeck/core';
import { memoryThreads, UNSCOPED, type LiveBus } from '@flightdeck/store';
import { createGate, runBody, ScriptedAgent, type AgentRun } from '@flightdeck/testing';
import { resolveRunLimits } from '../src/runs/run-limits.js';
import { DEFAULT_RUN_POLICY } from '../src/runs/run-policy.js';
import {
  onlyLimit,
  pullUntil,
  readEvents,
  readTypes,
  startEngine,
} from './support/start-engine.js';

const FINISH = [{ type: 'RUN_FINISHED' }];

/** A script that waits for ever. */
async function* hang() {
  yield { type: 'STEP_STARTED', stepName: 's' };
  await new Promise(() => undefined);
}

describe('a run', () => {
  it('starts with RUN_STARTED and ends with one terminal event', async () => {
    const { engine, start } = startEngine();
    const run = await start([...FINISH, ...FINISH, { type: 'CUSTOM', name: 'late' }]);
    expect(await readTypes(engine.watch(run))).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('ends with RUN_IDLE_TIMEOUT when its agent falls silent, and frees the thread', async () => {
    const { engine, clock, start } = startEngine();
    const run = await start(hang, { limits: onlyLimit({ idleTimeoutMs: 1_000 }) });
    const viewer = engine.watch(run);
    await pullUntil(viewer, 'STEP_STARTED');
    clock.advance(999);
    expect(engine.activeRuns).toBe(1);
    clock.advance(1);
    const events = await readEvents(viewer);
    expect(events.map(({ type }) => type)).toEqual(['STEP_FINISHED', 'RUN_ERROR']);
    expect(events.at(-1)).toMatchObject({ code: 'RUN_IDLE_TIMEOUT' });
    expect(await readTypes(engine.watch(await start(FINISH)))).toContain('RUN_FINISHED');
  });

  it('is not idle while its agent says something', async () => {
    const { engine, clock, start } = startEngine();
    const gate = createGate();
    async function* script() {
      await gate.opened;
      yield { type: 'CUSTOM', name: 'alive' };
      await new Promise(() => undefined);
    }
    const run = await start(script, { limits: onlyLimit({ idleTimeoutMs: 1_000 }) });
    const viewer = engine.watch(run);
    await viewer.pull();
    clock.advance(900);
    gate.open();
    expect(await viewer.pull()).toContain('alive');
    clock.advance(900);
    expect(engine.activeRuns).toBe(1);
    clock.advance(100);
    expect(await viewer.pull()).toContain('RUN_IDLE_TIMEOUT');
  });

  it('ends with RUN_TIMEOUT after its longest duration', async () => {
    const { engine, clock, start } = startEngine();
    const run = await start(hang, { limits: onlyLimit({ maxRunDurationMs: 5_000 }) });
    clock.advance(5_000);
    expect((await readEvents(engine.watch(run))).at(-1)).toMatchObject({ code: 'RUN_TIMEOUT' });
  });

  it('is ended without its agent when that ignores a stop', async () => {
    const { engine, clock, start, store } = startEngine();
    async function* wedged(run: AgentRun) {
      run.ignoreAbort();
      yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
      await new Promise(() => undefined);
    }
    const limits = onlyLimit({ stopDeadlineMs: 100 });
    const run = await start(wedged, { limits });
    const viewer = engine.watch(run);
    await pullUntil(viewer, 'TEXT_MESSAGE_START');
    await store.coordinator.requestStop({ tenantId: '', userId: null }, { threadId: 't' });
    clock.advance(100);
    expect(await readTypes(viewer)).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
  });

  it('leaves no timer behind', async () => {
    const { engine, clock, start } = startEngine();
    await readTypes(engine.watch(await start(FINISH)));
    expect(clock.pending).toBe(0);
  });

  it.each(['stop', 'shutdown', 'fenced'] as const)(
    'leaves no timer behind when a %s comes before its agent',
    async (reason) => {
      const { clock, start, store } = startEngine();
      const interfere = {
        stop: () => store.coordinator.requestStop(UNSCOPED, { threadId: 't' }),
        shutdown: () => void store.coordinator.drain(0),
        fenced: () => store.threads.remove(UNSCOPED, 't'),
      };
      // What the store is asked between the lease and the first event.
      store.log.knownMessageIds = async () => {
        await interfere[reason]();
        return new Set();
      };
      await start(FINISH).then(
        (run) => run.ended,
        () => undefined,
      );
      expect(clock.pending).toBe(0);
    },
  );
});

describe('a run that is cancelled while it is being opened', () => {
  it('never asks its agent and leaves no timer behind', async () => {
    const { engine, clock, store } = startEngine();
    const agent = new ScriptedAgent(FINISH);
    const append = store.log.append.bind(store.log);
    store.log.append = async (batch) => {
      const execution = batch[0] && engine.executionOf(batch[0].threadPk, 'r');
      execution?.viewers.add()();
      clock.advance(100);
      return append(batch);
    };
    const run = await engine.start({
      scope: UNSCOPED,
      agentId: 'default',
      agent,
      input: runBody({ threadId: 't', runId: 'r' }) as unknown as RunAgentInput,
      policy: {
        ...DEFAULT_RUN_POLICY,
        onDisconnect: 'cancel',
        limits: resolveRunLimits({ stopDeadlineMs: 100 }),
      },
    });
    await run.ended;
    expect(agent.log.runs).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

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

describe('a run whose viewers leave', () => {
  it('goes on by default', async () => {
    const { engine, start } = startEngine();
    const gate = createGate();
    async function* script() {
      await gate.opened;
      yield { type: 'RUN_FINISHED' };
    }
    const run = await start(script);
    engine.watch(run).close();
    gate.open();
    await run.ended;
    expect(await readTypes(engine.watch(run))).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('ends at once under cancel, when the last one has left', async () => {
    const { engine, start } = startEngine();
    const run = await start(hang, { onDisconnect: 'cancel' });
    const [first, second] = [engine.watch(run), engine.watch(run)];
    first.close();
    expect(engine.activeRuns).toBe(1);
    second.close();
    await run.ended;
  });

  it('is kept by whoever returns within cancelAfterMs', async () => {
    const { engine, clock, start } = startEngine();
    const limits = onlyLimit({});
    const run = await start(hang, { onDisconnect: { cancelAfterMs: 1_000 }, limits });
    engine.watch(run).close();
    clock.advance(999);
    const returned = engine.watch(run);
    clock.advance(10_000);
    expect(engine.activeRuns).toBe(1);
    returned.close();
    clock.advance(1_000);
    await run.ended;
  });

  it('leaves no timer behind when they leave after its end', async () => {
    const { engine, clock, start } = startEngine();
    const run = await start(FINISH, { onDisconnect: { cancelAfterMs: 1_000 } });
    await readTypes(engine.watch(run));
    expect(clock.pending).toBe(0);
  });
});

describe('a slow viewer of a run that has ended', () => {
  it.each([
    ['maxThreads', { maxThreads: 1 }, 'other'],
    ['maxBytes', { maxBytes: 1 }, 'other'],
    ['maxRunsPerThread', { maxRunsPerThread: 1 }, 't'],
  ])('reads to the end, even if %s asks for its room', async (_limit, limits, threadId) => {
    const store = memoryThreads(limits);
    const { engine, start } = startEngine(store);
    const slow = engine.watch(await start(FINISH));
    await pullUntil(slow, 'RUN_STARTED');
    for (let runs = 0; runs < 3; runs += 1) {
      await (
        await start(FINISH, {}, { threadId: `${threadId}` })
      ).ended;
    }
    expect(await readTypes(slow)).toEqual(['RUN_FINISHED']);
    await (
      await start(FINISH, {}, { threadId: 'last' })
    ).ended;
    expect(store.historyOf('t').length).toBeLessThan(2);
  });
});

describe('a viewer whose hints may be lost', () => {
  it('reads again after an interruption of the bus', async () => {
    const store = memoryThreads();
    let interrupted: () => void = () => undefined;
    const bus: LiveBus = {
      hint: () => undefined,
      follow: () => () => undefined,
      meta: () => undefined,
      followMeta: () => () => undefined,
      onInterruption(listener) {
        interrupted = listener;
        return () => undefined;
      },
    };
    const { engine, start } = startEngine({ ...store, bus });
    const gate = createGate();
    async function* script() {
      await gate.opened;
      yield { type: 'RUN_FINISHED' };
    }
    const run = await start(script);
    const viewer = engine.watch(run);
    await pullUntil(viewer, 'RUN_STARTED');
    const rest = readTypes(viewer);
    gate.open();
    await run.ended;
    interrupted();
    expect(await rest).toEqual(['RUN_FINISHED']);
  });
});

describe('an event that cannot be written', () => {
  const unwritable = { rawEvent: 1n };

  it.each([
    ['a text', { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' }],
    ['a tool call', { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'n' }],
    ['a step', { type: 'STEP_STARTED', stepName: 's' }],
    ['reasoning', { type: 'REASONING_START', messageId: 'm' }],
    ['a subagent', { type: 'SUBAGENT_STARTED', subagentRunId: 'a', name: 'n' }],
  ])('opens nothing that would have to be closed: %s', async (_what, opening) => {
    const { engine, start } = startEngine();
    const run = await start([{ ...opening, ...unwritable }]);
    const events = await readEvents(engine.watch(run));
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_ERROR']);
    expect(events.at(-1)).toMatchObject({ code: 'INVALID_EVENT' });
  });
});
