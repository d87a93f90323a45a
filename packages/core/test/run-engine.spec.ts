import { describe, expect, it } from '@jest/globals';
import type { RunAgentInput } from '@flightdeck/core';
import { memoryThreads, UNSCOPED, type LiveBus } from '@flightdeck/store';
import { createGate, runBody, ScriptedAgent, waitingAt, type AgentRun } from '@flightdeck/testing';
import { resolveRunLimits } from '../src/runs/run-limits.js';
import { DEFAULT_RUN_POLICY } from '../src/runs/run-policy.js';
import { settle } from './support/fault-bench.js';
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
    await settle();
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
    await settle();
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

  it('has been stopped, not failed, when its agent tells the stop as an error', async () => {
    const { engine, start, store } = startEngine();
    async function* loud(run: AgentRun) {
      run.ignoreAbort();
      yield { type: 'STEP_STARTED', stepName: 's' };
      await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
      yield { type: 'RUN_ERROR', message: 'This operation was aborted' };
    }
    const viewer = engine.watch(await start(loud));
    await pullUntil(viewer, 'STEP_STARTED');
    await store.coordinator.requestStop(UNSCOPED, { threadId: 't' });
    expect(await readTypes(viewer)).toEqual(['STEP_FINISHED', 'RUN_FINISHED']);
  });

  it('has the same time to stop when its viewers leave meanwhile', async () => {
    const { engine, clock, start, store } = startEngine();
    const agent = new ScriptedAgent(waitingAt([createGate()], true));
    const limits = onlyLimit({ stopDeadlineMs: 100 });
    const run = await start(agent, { limits, onDisconnect: 'cancel' });
    const viewer = engine.watch(run);
    await pullUntil(viewer, 'begun');
    await store.coordinator.requestStop(UNSCOPED, { threadId: 't' });
    clock.advance(60);
    viewer.close();
    clock.advance(40);
    await settle();
    expect(engine.activeRuns).toBe(0);
    expect(agent.log.aborts).toBe(1);
  });

  it('is not stopped any more once its end is on its way to the log', async () => {
    const { clock, start, store } = startEngine();
    const append = store.log.append.bind(store.log);
    store.log.append = async (batch) => {
      if (batch[0]?.close !== undefined) {
        await store.coordinator.requestStop(UNSCOPED, { threadId: 't' });
      }
      return append(batch);
    };
    const agent = new ScriptedAgent(FINISH);
    await (
      await start(agent)
    ).ended;
    expect(agent.log.aborts).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind', async () => {
    const { engine, clock, start } = startEngine();
    await readTypes(engine.watch(await start(FINISH)));
    expect(clock.pending).toBe(0);
  });

  it.each(['stop', 'shutdown', 'fenced'] as const)(
    'asks its agent nothing and leaves no timer behind when a %s comes first',
    async (reason) => {
      const { clock, start, store } = startEngine();
      const interfere = {
        stop: () => store.coordinator.requestStop(UNSCOPED, { threadId: 't' }),
        shutdown: () => void store.coordinator.drain(0),
        fenced: () => store.threads.remove(UNSCOPED, 't'),
      };
      const acquire = store.coordinator.acquire.bind(store.coordinator);
      store.coordinator.acquire = async (...wanted) => {
        const result = await acquire(...wanted);
        await interfere[reason]();
        return result;
      };
      const agent = new ScriptedAgent(hang);
      await start(agent).then(
        (run) => run.ended,
        () => undefined,
      );
      expect(agent.log.runs).toEqual([]);
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
    await settle();
    expect(engine.activeRuns).toBe(1);
    second.close();
    await run.ended;
  });

  it('counts each of them once, however often it leaves', async () => {
    const agent = new ScriptedAgent(hang);
    const run = await startEngine().start(agent, { onDisconnect: 'cancel' });
    const [leave, leaveToo] = [run.viewers.add(), run.viewers.add()];
    leave();
    leave();
    expect(agent.log.aborts).toBe(0);
    leaveToo();
    expect(agent.log.aborts).toBe(1);
  });

  it('is kept by whoever returns within cancelAfterMs', async () => {
    const { engine, clock, start } = startEngine();
    const limits = onlyLimit({});
    const run = await start(hang, { onDisconnect: { cancelAfterMs: 1_000 }, limits });
    engine.watch(run).close();
    clock.advance(999);
    const returned = engine.watch(run);
    clock.advance(10_000);
    await settle();
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

describe('a viewer of a run whose thread is deleted', () => {
  it('is told so', async () => {
    const { engine, store, start } = startEngine();
    const viewer = engine.watch(await start(hang));
    await pullUntil(viewer, 'RUN_STARTED');
    const rest = readEvents(viewer);
    await store.threads.remove(UNSCOPED, 't');
    expect((await rest).at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'THREAD_REMOVED' });
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

describe('the limit of one event', () => {
  const large = { type: 'CUSTOM', name: 'large', value: 'x'.repeat(2_000) };
  const { length } = JSON.stringify(large);

  it.each([
    [0, 'RUN_FINISHED'],
    [-1, 'RUN_ERROR'],
  ])('that differs from its length by %d ends its run with %s', async (difference, ending) => {
    const { engine, start } = startEngine();
    const limits = onlyLimit({ maxEventBytes: length + difference });
    const types = await readTypes(engine.watch(await start([large, ...FINISH], { limits })));
    expect(types.at(-1)).toBe(ending);
  });
});
