import { describe, expect, it } from '@jest/globals';
import { formatCursor, UNSCOPED, type BaseEvent } from '@flightdeck/store';
import { createGate, FakeClock, runBody, ScriptedAgent } from '@flightdeck/testing';
import { CopilotRuntime, type CopilotRuntimeOptions, type RunAgentInput } from '../src/index.js';
import { connectThread } from '../src/runs/connect-thread.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { settle } from './support/fault-bench.js';
import { SharedStore, type TakeOver } from './support/shared-store.js';
import {
  pullUntil,
  readEvents,
  startEngine,
  type EngineUnderTest,
} from './support/start-engine.js';

const USER = { id: 'u', role: 'user', content: 'Hello?' };
const BEGUN = [
  { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'begun' },
];
const CALLING = [
  { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'search' },
  { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{' },
];

/** A process that has begun a run and is gone, and another one that takes it over. */
async function bench(
  options: Partial<CopilotRuntimeOptions> = {},
  said: readonly unknown[] = BEGUN,
  before: (start: EngineUnderTest['start']) => Promise<void> = async () => undefined,
  input: object = {},
) {
  const shared = new SharedStore();
  const [first, second] = [shared.node('first'), shared.node('second')];
  const lost = startEngine(first.store);
  const clock = new FakeClock();
  const logged: string[] = [];
  const runtime = new CopilotRuntime({
    agents: {},
    threads: second.store,
    logger: { ...SILENT_LOGGER, warn: (message) => void logged.push(message) },
    clock,
    ...options,
  });
  await runtime.ready();
  const { engine } = runtime;
  if (engine === null) throw new Error('no engine');
  await before(lost.start);
  const run = await lost.start(
    async function* script() {
      yield* said;
      await new Promise(() => undefined);
    },
    {},
    { runId: 'r', messages: [USER], ...input },
  );
  await settle();
  await run.settled();
  const connect = async (cursor?: string) => {
    const request = { scope: UNSCOPED, threadId: 't', hasMessages: false };
    const resume = cursor === undefined ? { canResume: false } : { canResume: true, cursor };
    const connection = await connectThread(engine, { ...request, ...resume }, SILENT_LOGGER);
    if (connection === null) throw new Error('no thread');
    return connection.source;
  };
  const stored = async (): Promise<BaseEvent[]> => {
    const { segments } = await shared.base.log.read(run.threadPk, { after: 0 });
    return segments.flatMap(({ events }) => events.map((json) => JSON.parse(json) as BaseEvent));
  };
  const takeOver = (more?: TakeOver) => shared.takeOver('t', second, more);
  // Somebody reads, so that the raw events stay.
  shared.base.bus.follow(run.threadPk, () => undefined);
  return { shared, first, second, runtime, engine, clock, logged, run, connect, stored, takeOver };
}

const typesOf = (events: readonly BaseEvent[]) => events.map(({ type }) => type);

describe('a run whose server is gone', () => {
  it('fails with everything closed, and its thread is free [durable.owner-lost]', async () => {
    const { takeOver, stored, engine, shared } = await bench({}, [...BEGUN, ...CALLING]);
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
    const { takeOver, stored } = await bench({ recovery: 'reattach' });
    await takeOver({ stopRequested: true });
    await settle();
    expect(typesOf((await stored()).slice(-2))).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
  });

  it('is begun first if its owner did not come to it', async () => {
    const { shared, second } = await bench();
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
    const { takeOver, second, clock, stored, logged } = await bench();
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
    const { shared, takeOver, second, clock, stored } = await bench();
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
    const { takeOver, second, clock, stored, runtime } = await bench();
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
    const { takeOver, second, clock, runtime } = await bench();
    second.cut();
    await takeOver();
    await settle();
    await runtime.shutdown({ graceMs: 0 });
    expect(clock.pending).toBe(0);
  });

  it('tells viewers on every server how it has ended', async () => {
    const { takeOver, connect } = await bench();
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
    const { takeOver, stored, connect, run } = await bench(
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
      { threadId: 't', runId: 'r', state: { count: 1 }, fence: run.fence + 1 },
    ]);
    const [{ lastEvents }] = asked as [{ lastEvents: BaseEvent[] }];
    expect(lastEvents.slice(1)).toEqual([state, ...BEGUN]);
  });

  it('shows nothing from memory to a viewer of what the lost owner has shown and not stored', async () => {
    const { agent, gate } = reattachable();
    const options = { agents: { default: agent }, recovery: 'reattach' } as const;
    const { takeOver, connect, run, second } = await bench(options);
    const { log } = second.store;
    const heads = log.heads.bind(log);
    log.heads = async (threadPks) => {
      log.heads = heads;
      // Between the check of the cursor and the look for a run of this process.
      await takeOver();
      await settle();
      return heads(threadPks);
    };
    const viewer = await connect(formatCursor(run.fence, 4));
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
    const { takeOver, engine, stored } = await bench(options);
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
    const { takeOver, stored } = await bench(options);
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
    const { takeOver, stored } = await bench({ recovery: 'reattach', ...options });
    await takeOver();
    await settle();
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });
});

describe('an idempotent agent', () => {
  class Idempotent extends ScriptedAgent {
    readonly idempotent = true;
  }

  it('runs once more from where it began [durable.recovery]', async () => {
    const agent = new Idempotent(() => [
      ...BEGUN,
      { type: 'TEXT_MESSAGE_END', messageId: 'm' },
      { type: 'RUN_FINISHED' },
    ]);
    const lost = [...BEGUN, { type: 'STATE_SNAPSHOT', snapshot: { half: true } }];
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const { takeOver, stored } = await bench(options, lost);
    await takeOver();
    await settle();
    const events = (await stored()).slice(4);
    expect(events).toMatchObject([
      { type: 'TEXT_MESSAGE_END', messageId: 'm' },
      { type: 'MESSAGES_SNAPSHOT', messages: [USER] },
      { type: 'STATE_SNAPSHOT', snapshot: {} },
      ...BEGUN,
      { type: 'TEXT_MESSAGE_END' },
      { type: 'RUN_FINISHED' },
    ]);
    const { input } = agent.log.lastRun as { input: RunAgentInput };
    expect(input).toMatchObject({ ...runBody({ threadId: 't', runId: 'r' }), messages: [USER] });
  });

  it('is given its last turn, if it remembers the rest itself', async () => {
    const agent = new Idempotent();
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const { engine, takeOver } = await bench(
      { ...options, history: 'lastTurn' },
      [],
      async (start) => {
        const earlier = { runId: 'earlier', messages: [{ ...USER, id: 'before' }] };
        await (
          await start([...BEGUN, { type: 'RUN_FINISHED' }], {}, earlier)
        ).ended;
      },
    );
    await takeOver();
    await settle();
    expect(engine.activeRuns).toBe(0);
    expect(agent.log.lastRun?.input.messages).toEqual([USER]);
  });

  it('fails if it was given answers to interrupts, which are asked for again', async () => {
    const agent = new Idempotent();
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const interrupts = [{ id: 'i', reason: 'approval' }];
    const { takeOver, stored } = await bench(
      options,
      BEGUN,
      async (start) => {
        const asking = [{ type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts } }];
        await (
          await start(asking, {}, { runId: 'asking' })
        ).ended;
      },
      { resume: [{ interruptId: 'i', status: 'resolved' }] },
    );
    await takeOver();
    await settle();
    expect(agent.log.runs).toHaveLength(0);
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });

  it('runs no third time', async () => {
    const agent = new Idempotent(async function* hang() {
      yield { type: 'CUSTOM', name: 'second attempt', value: 2 };
      await new Promise(() => undefined);
    });
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const { shared, takeOver, stored } = await bench(options);
    await takeOver();
    await settle();
    const third = shared.node('third');
    const runtime = new CopilotRuntime({ ...options, threads: third.store, logger: SILENT_LOGGER });
    await runtime.ready();
    await shared.takeOver('t', third, { tellOwner: true });
    await settle();
    expect(agent.log.runs).toHaveLength(1);
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });

  it.each([
    ['it does not say so', new ScriptedAgent(), {}],
    ['the policy does not ask for it', new Idempotent(), { recovery: 'fail' }],
  ] as const)('fails if %s', async (_title, agent, options) => {
    const both = { agents: { default: agent }, recovery: 'restart', ...options } as const;
    const { takeOver, stored } = await bench(both);
    await takeOver();
    await settle();
    expect(agent.log.runs).toHaveLength(0);
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });
});
