import { describe, expect, it } from '@jest/globals';
import { formatCursor, UNSCOPED, type BaseEvent } from '@flightdeck/store';
import { createGate, ScriptedAgent } from '@flightdeck/testing';
import { settle } from './support/fault-bench.js';
import { BEGUN, lostRun } from './support/lost-run.js';
import { pullUntil, readEvents, startEngine } from './support/start-engine.js';

const CALLING = [
  { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'search' },
  { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{' },
];

const typesOf = (events: readonly BaseEvent[]) => events.map(({ type }) => type);

describe('a run whose server is gone', () => {
  it('fails with everything closed, and its thread is free [durable.owner-lost]', async () => {
    const { takeOver, stored, engine, shared } = await lostRun({}, [...BEGUN, ...CALLING]);
    await takeOver();
    await settle();
    const events = await stored();
    expect(typesOf(events.slice(-4))).toEqual([
      'TEXT_MESSAGE_END',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
      'RUN_ERROR',
    ]);
    expect(events.at(-1)).toMatchObject({ code: 'OWNER_LOST' });
    const runs = [];
    const [head] = await shared.base.log.heads([1]);
    for await (const { run } of shared.base.log.history(head?.threadPk ?? 1)) runs.push(run);
    expect(runs).toMatchObject([{ status: 'failed', errorCode: 'OWNER_LOST' }]);
    expect(head?.activeRunId).toBeNull();
    expect(engine.activeRuns).toBe(0);
    const known = await shared.base.log.knownMessageIds(head?.threadPk ?? 1, ['c-result']);
    expect([...known]).toEqual(['c-result']);
  });

  it('has been stopped if somebody asked for it before', async () => {
    const { takeOver, stored } = await lostRun({ recovery: 'reattach' });
    await takeOver({ stopRequested: true });
    await settle();
    expect(typesOf((await stored()).slice(-2))).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
  });

  it('is begun first if its owner did not come to it', async () => {
    const { shared, second } = await lostRun();
    const node = shared.node('third');
    const request = { threadId: 'other', runId: 'r2', agentId: 'default', parentRunId: 'p' };
    const acquired = await node.store.coordinator.acquire(UNSCOPED, request);
    if (acquired.kind !== 'acquired') throw new Error(acquired.kind);
    shared.base.bus.follow(acquired.lease.threadPk, () => undefined);
    await shared.takeOver('other', second);
    await settle();
    const { segments } = await shared.base.log.read(acquired.lease.threadPk, { after: 0 });
    const events = segments.flatMap((segment) => segment.events.map((json) => JSON.parse(json)));
    expect(events).toMatchObject([
      { type: 'RUN_STARTED', threadId: 'other', runId: 'r2', parentRunId: 'p' },
      { type: 'RUN_ERROR', code: 'OWNER_LOST' },
    ]);
  });

  it('waits for a store that is away', async () => {
    const { takeOver, second, clock, stored, logged } = await lostRun();
    second.cut();
    await takeOver();
    await settle();
    expect(logged).toContain('A run whose server is gone has to wait');
    second.mend();
    clock.advance(60_000);
    await settle();
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
    expect(clock.pending).toBe(0);
  });

  it('is left to whoever takes it over next', async () => {
    const { shared, takeOver, second, clock, stored } = await lostRun();
    second.cut();
    await takeOver();
    const third = startEngine(shared.node('third').store);
    const node = shared.node('fourth');
    await node.store.coordinator.start();
    await shared.takeOver('t', node, { tellOwner: true });
    second.mend();
    clock.advance(60_000);
    await settle();
    expect((await stored()).at(-1)).toMatchObject({ type: 'TEXT_MESSAGE_CONTENT' });
    expect(clock.pending).toBe(0);
    expect(third.engine.activeRuns).toBe(0);
  });

  it('holds up a shutdown until it has ended', async () => {
    const { takeOver, second, clock, stored, runtime } = await lostRun();
    second.cut();
    await takeOver();
    await settle();
    second.mend();
    const shutdown = runtime.shutdown({ graceMs: 1_000 });
    await settle();
    clock.advance(60_000);
    await shutdown;
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });

  it('holds up no shutdown when the store is away', async () => {
    const { takeOver, second, clock, runtime } = await lostRun();
    second.cut();
    await takeOver();
    await settle();
    await runtime.shutdown({ graceMs: 0 });
    expect(clock.pending).toBe(0);
  });

  it('tells viewers on every server how it has ended', async () => {
    const { takeOver, connect } = await lostRun();
    const viewer = await connect();
    await pullUntil(viewer, 'begun');
    await takeOver();
    expect(typesOf(await readEvents(viewer))).toEqual(['TEXT_MESSAGE_END', 'RUN_ERROR']);
  });
});

describe('an agent that can be listened to again', () => {
  function reattachable() {
    const gate = createGate();
    const asked: unknown[] = [];
    const agent = {
      clone: () => agent,
      runAgent: () => Promise.reject(new Error('It was not to be run again')),
      async *reattach(context: unknown) {
        asked.push(context);
        yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: ' done' };
        await gate.opened;
        yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
        yield { type: 'RUN_FINISHED' };
      },
    };
    return { agent, gate, asked };
  }

  it('goes on with what is open, under a new fence and without a second beginning [durable.recovery]', async () => {
    const { agent, gate, asked } = reattachable();
    const state = { type: 'STATE_SNAPSHOT', snapshot: { count: 1 } };
    const { takeOver, stored, connect, run } = await lostRun(
      { agents: { default: agent }, recovery: 'reattach' },
      [state, ...BEGUN],
    );
    const viewer = await connect();
    await pullUntil(viewer, 'begun');
    await takeOver();
    await pullUntil(viewer, 'done');
    gate.open();
    expect(typesOf(await readEvents(viewer))).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
    expect(typesOf(await stored())).toEqual([
      'RUN_STARTED',
      'STATE_SNAPSHOT',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
    expect(asked).toMatchObject([
      { threadId: 't', runId: 'r', state: { count: 1 }, fence: run.view.fence + 1 },
    ]);
    const [{ lastEvents }] = asked as [{ lastEvents: BaseEvent[] }];
    expect(lastEvents.slice(1)).toEqual([state, ...BEGUN]);
  });

  it('shows nothing from memory to a viewer of what the lost owner has shown and not stored', async () => {
    const { agent, gate } = reattachable();
    const options = { agents: { default: agent }, recovery: 'reattach' } as const;
    const { takeOver, connect, run, second } = await lostRun(options);
    const { log } = second.store;
    const heads = log.heads.bind(log);
    log.heads = async (threadPks) => {
      log.heads = heads;
      // Between the check of the cursor and the look for a run of this process.
      await takeOver();
      await settle();
      return heads(threadPks);
    };
    const viewer = await connect(formatCursor(run.view.fence, 4));
    gate.open();
    expect(await readEvents(viewer)).toMatchObject([{ type: 'RUN_ERROR', code: 'OWNER_LOST' }]);
  });

  it('may be an Observable, which is let go when the run is stopped', async () => {
    let left = 0;
    const agent = {
      clone: () => agent,
      runAgent: () => undefined,
      reattach: () => ({
        subscribe: ({ next }: { next(event: unknown): void }) => {
          next({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: ' more' });
          return { unsubscribe: () => (left += 1) };
        },
      }),
    };
    const options = { agents: { default: agent }, recovery: { default: 'reattach' } } as const;
    const { takeOver, engine, stored } = await lostRun(options);
    await takeOver();
    await settle();
    expect(engine.activeRuns).toBe(1);
    await engine.stop(UNSCOPED, 't');
    await settle();
    expect(left).toBe(1);
    expect(typesOf((await stored()).slice(-2))).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
  });

  it('fails as any other when it breaks', async () => {
    const agent = {
      clone: () => agent,
      runAgent: () => undefined,
      reattach: () => Promise.reject(new Error('unknown run')),
    };
    const options = { agents: { default: agent }, recovery: 'reattach' } as const;
    const { takeOver, stored } = await lostRun(options);
    await takeOver();
    await settle();
    expect((await stored()).at(-1)).toMatchObject({ code: 'INCOMPLETE_STREAM' });
  });

  it.each([
    ['cannot be listened to again', { agents: { default: new ScriptedAgent() } }],
    ['is not there any more', { agents: {} }],
    ['only a factory can build', { agents: () => ({ default: new ScriptedAgent() }) }],
    ['is asked for by no policy', { agents: { default: reattachable().agent }, recovery: {} }],
  ])('fails if it %s', async (_title, options) => {
    const { takeOver, stored } = await lostRun({ recovery: 'reattach', ...options });
    await takeOver();
    await settle();
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });
});
