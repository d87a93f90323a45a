import { describe, expect, it } from '@jest/globals';
import { UNSCOPED } from '@flightdeck/store';
import { createGate, ScriptedAgent, waitingAt } from '@flightdeck/testing';
import { connectThread, type ConnectRequest } from '../src/runs/connect-thread.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { settle } from './support/fault-bench.js';
import { pullUntil, readEvents, readTypes, startEngine } from './support/start-engine.js';

const TEXT = [
  { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Hel' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'lo' },
];
const REST = [{ type: 'TEXT_MESSAGE_END', messageId: 'm' }, { type: 'RUN_FINISHED' }];
const USER = { id: 'u', role: 'user', content: 'Hi' };

function setUp() {
  const under = startEngine();
  const connect = async (overrides: Partial<ConnectRequest> = {}) => {
    const request = { scope: UNSCOPED, threadId: 't', hasMessages: false, canResume: false };
    const connection = await connectThread(
      under.engine,
      { ...request, ...overrides },
      SILENT_LOGGER,
    );
    if (connection === null) throw new Error('The thread does not exist');
    return connection;
  };
  return { ...under, connect };
}

/** A run that has said part of its answer and waits. */
async function startHalfway() {
  const under = setUp();
  const gate = createGate();
  async function* script() {
    yield* TEXT;
    yield { type: 'STEP_STARTED', stepName: 's' };
    await gate.opened;
    yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: '!' };
    yield { type: 'STEP_FINISHED', stepName: 's' };
    yield* REST;
  }
  const run = await under.start(script, {}, { messages: [USER] });
  const viewer = under.engine.watch(run);
  await pullUntil(viewer, 'STEP_STARTED');
  return { ...under, gate, run, viewer };
}

describe.each([false, true])(
  'connecting when a run has just got its thread (with messages: %s)',
  (hasMessages) => {
    it('tells all of the run, though it ends before its viewer reads', async () => {
      const { store, connect } = setUp();
      const request = { threadId: 't', runId: 'r', agentId: 'default' };
      const acquired = await store.coordinator.acquire(UNSCOPED, request);
      if (acquired.kind !== 'acquired') throw new Error(acquired.kind);
      const { lease } = acquired;
      const { source } = await connect({ hasMessages });
      const events = [{ type: 'RUN_STARTED', threadId: 't', runId: 'r' }, ...TEXT, ...REST];
      await store.log.append([
        {
          threadPk: lease.threadPk,
          runPk: lease.runPk,
          fence: lease.fence,
          firstSeq: lease.firstSeq,
          events: events.map((event) => JSON.stringify(event)),
          messageIds: [],
          close: { status: 'succeeded' },
        },
      ]);
      const types = await readTypes(source);
      expect(types.filter((type) => type.startsWith('RUN_'))).toEqual([
        'RUN_STARTED',
        'RUN_FINISHED',
      ]);
      expect(types).toContain('TEXT_MESSAGE_END');
    });

    it('tells nothing of a run that began later', async () => {
      const { engine, start, connect } = setUp();
      await readTypes(engine.watch(await start([{ type: 'RUN_FINISHED' }])));
      const { source } = await connect({ hasMessages });
      await readTypes(engine.watch(await start([...TEXT, ...REST])));
      expect(await readTypes(source)).not.toContain('TEXT_MESSAGE_START');
    });
  },
);

describe('connecting in the shape events', () => {
  it('tells every run compacted, and only the last error as an error', async () => {
    const { engine, start, connect } = setUp();
    await readTypes(engine.watch(await start(TEXT)));
    await readTypes(engine.watch(await start([...TEXT, ...REST])));
    const { source, shape } = await connect();
    expect(shape).toBe('events');
    expect(await readTypes(source)).toEqual([
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
    await readTypes(engine.watch(await start(TEXT)));
    expect((await readTypes((await connect()).source)).at(-1)).toBe('RUN_ERROR');
  });

  it('goes on live with the active run and ends with it', async () => {
    const { connect, gate } = await startHalfway();
    const { source } = await connect();
    await pullUntil(source, 'Hello');
    gate.open();
    expect(await readTypes(source)).toEqual([
      'TEXT_MESSAGE_CONTENT',
      'STEP_FINISHED',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
  });

  it('never tells what the caller gave to the agent alone', async () => {
    const { engine, start, connect } = setUp();
    const input = { forwardedProps: { token: 'secret' }, state: { s: 'secret' }, messages: [USER] };
    await readTypes(engine.watch(await start(REST.slice(1), {}, input)));
    const events = await readEvents((await connect()).source);
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events[0]).toMatchObject({ input: { messages: [USER] } });
  });
});

describe('connecting in the shape rebase', () => {
  it('re-opens what is being written with all its text, outside the snapshot', async () => {
    const { connect, gate } = await startHalfway();
    const { source, shape } = await connect({ hasMessages: true });
    expect(shape).toBe('rebase');
    gate.open();
    const events = await readEvents(source);
    expect(events).toEqual([
      { type: 'RUN_STARTED', threadId: 't', runId: expect.any(String) },
      { type: 'MESSAGES_SNAPSHOT', messages: [USER] },
      { type: 'STEP_STARTED', stepName: 's' },
      TEXT[0],
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Hello' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: '!' },
      { type: 'STEP_FINISHED', stepName: 's' },
      ...REST.slice(0, 1),
      { type: 'RUN_FINISHED', threadId: 't', runId: expect.any(String) },
    ]);
  });

  it('ends its reconstruction with the cursor from which the active run goes on', async () => {
    const { connect, gate } = await startHalfway();
    const { source, cursor } = await connect({ hasMessages: true });
    const text = await pullUntil(source, 'Hello');
    const ids = text.split('\n\n').flatMap((frame) => /^id: (.*)$/m.exec(frame)?.[1] ?? []);
    expect(ids).toEqual([cursor]);
    expect(text.split('\n\n').at(-2)).toMatch(`id: ${cursor}\n`);
    const resumed = await connect({ cursor, canResume: true });
    gate.open();
    expect(await readTypes(resumed.source)).toEqual(await readTypes(source));
  });

  it('is one snapshot for an idle thread, with what its last run said beside messages', async () => {
    const { engine, start, connect } = setUp();
    const custom = { type: 'CUSTOM', name: 'n', value: 1 };
    const state = { type: 'STATE_SNAPSHOT', snapshot: { a: 1 } };
    await readTypes(engine.watch(await start([...TEXT, custom, state, ...REST])));
    const events = await readEvents((await connect({ hasMessages: true })).source);
    expect(events).toEqual([
      { type: 'RUN_STARTED', threadId: 't', runId: expect.any(String) },
      {
        type: 'MESSAGES_SNAPSHOT',
        messages: [{ id: 'm', role: 'assistant', content: 'Hello' }],
      },
      state,
      custom,
      { type: 'RUN_FINISHED', threadId: 't', runId: expect.any(String) },
    ]);
  });
});

describe('connecting after a failed run', () => {
  it.each([false, true])('tells the error as it was (messages: %s)', async (hasMessages) => {
    const { engine, start, connect } = setUp();
    await readTypes(engine.watch(await start(TEXT)));
    const events = await readEvents((await connect({ hasMessages })).source);
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'INCOMPLETE_STREAM' });
  });
});

describe('connecting after a run whose last events could not be stored', () => {
  it('re-opens nothing, because nothing would close it', async () => {
    const { connect, store } = setUp();
    const request = { threadId: 't', runId: 'r', agentId: 'default' };
    const taken = await store.coordinator.acquire(UNSCOPED, request);
    if (taken.kind !== 'acquired') throw new Error(taken.kind);
    const { threadPk, runPk, fence, firstSeq } = taken.lease;
    const events = [
      { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
      { type: 'STEP_STARTED', stepName: 's' },
      ...TEXT,
      { type: 'RUN_ERROR', message: 'The run could not be stored', code: 'STORE_UNAVAILABLE' },
    ].map((event) => JSON.stringify(event));
    const close = { status: 'failed' } as const;
    await store.log.append([{ threadPk, runPk, fence, firstSeq, events, messageIds: [], close }]);
    const { source } = await connect({ hasMessages: true });
    expect(await readTypes(source)).toEqual(['RUN_STARTED', 'MESSAGES_SNAPSHOT', 'RUN_ERROR']);
  });
});

describe('connecting while a run has its thread but has written nothing', () => {
  it('tells the earlier runs as ended, and leaves RUN_STARTED to the run itself', async () => {
    const { engine, start, connect, store } = setUp();
    await readTypes(engine.watch(await start(REST.slice(1))));
    const request = { threadId: 't', runId: 'next', agentId: 'default' };
    const taken = await store.coordinator.acquire(UNSCOPED, request);
    if (taken.kind !== 'acquired') throw new Error(taken.kind);
    const { source } = await connect({ hasMessages: true });
    await pullUntil(source, 'RUN_FINISHED');
    const { threadPk, runPk, fence, firstSeq } = taken.lease;
    const events = ['RUN_STARTED', 'RUN_FINISHED'].map((type) => JSON.stringify({ type }));
    const close = { status: 'succeeded' } as const;
    await store.log.append([{ threadPk, runPk, fence, firstSeq, events, messageIds: [], close }]);
    store.bus.hint(threadPk, firstSeq + 1);
    expect(await readTypes(source)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });
});

describe('connecting after a failed run, while the next one has written nothing', () => {
  it.each([false, true])(
    'tells the error as an end, because old clients take nothing after one (messages: %s)',
    async (hasMessages) => {
      const { engine, start, connect, store } = setUp();
      await readTypes(engine.watch(await start(TEXT)));
      const request = { threadId: 't', runId: 'next', agentId: 'default' };
      await store.coordinator.acquire(UNSCOPED, request);
      const { source } = await connect({ hasMessages });
      expect(await pullUntil(source, 'RUN_FINISHED')).not.toContain('RUN_ERROR');
    },
  );
});

describe('connecting in the shape resume', () => {
  it('tells exactly what came after the cursor, from the middle of a live run', async () => {
    const { connect, gate } = await startHalfway();
    const { source, shape } = await connect({ canResume: true, cursor: '1.3' });
    expect(shape).toBe('resume');
    gate.open();
    const [first, ...rest] = await readEvents(source);
    expect(first).toEqual(TEXT[2]);
    expect(rest.map(({ type }) => type)).toEqual([
      'STEP_STARTED',
      'TEXT_MESSAGE_CONTENT',
      'STEP_FINISHED',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
  });

  it('goes on behind everything from the cursor of an earlier connection', async () => {
    const { engine, start, connect } = setUp();
    await readTypes(engine.watch(await start([...TEXT, ...REST])));
    const { cursor } = await connect();
    expect(cursor).toBe('1.6');
    await readTypes(engine.watch(await start(REST.slice(1))));
    const { source } = await connect({ canResume: true, cursor });
    expect(await readTypes(source)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('goes on over the end of one run into the next', async () => {
    const { engine, start, connect } = setUp();
    await readTypes(engine.watch(await start([...TEXT, ...REST])));
    await readTypes(engine.watch(await start(REST.slice(1))));
    const { source } = await connect({ canResume: true, cursor: '1.5' });
    expect(await readTypes(source)).toEqual(['RUN_FINISHED', 'RUN_STARTED', 'RUN_FINISHED']);
  });

  it('goes on from an earlier run into the active one', async () => {
    const { engine, start, connect } = setUp();
    const first = engine.watch(await start([...TEXT, ...REST]));
    await pullUntil(first, 'RUN_FINISHED');
    const gate = createGate();
    await start(waitingAt([gate]));
    // `first` is still there, so the earlier run is not compacted.
    const { source } = await connect({ canResume: true, cursor: '1.3' });
    first.close();
    gate.open();
    const events = await readEvents(source);
    expect(events[0]).toEqual(TEXT[2]);
    expect(events.map(({ type }) => type)).toEqual([
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
  });

  it.each([
    ['malformed', 'nonsense'],
    ['ahead', '1.99'],
    ['fence', '7.1'],
    ['compacted', '1.3'],
  ])('refuses a cursor that is %s', async (reason, cursor) => {
    const { engine, start, connect } = setUp();
    await readTypes(engine.watch(await start([...TEXT, ...REST])));
    await expect(connect({ canResume: true, cursor })).rejects.toMatchObject({
      code: 'cursor_invalid',
      body: { reason },
    });
  });

  it('is not attempted for a client that has not asked for it', async () => {
    const { engine, start, connect } = setUp();
    await readTypes(engine.watch(await start(REST.slice(1))));
    expect((await connect({ cursor: '1.1' })).shape).toBe('events');
  });
});

describe('a connection that is over', () => {
  type Halfway = Awaited<ReturnType<typeof startHalfway>>;

  it.each([
    ['was closed', async ({ connect }: Halfway) => (await connect()).source.close()],
    [
      'was refused',
      ({ connect }: Halfway) =>
        expect(connect({ canResume: true, cursor: 'nonsense' })).rejects.toThrow(),
    ],
  ])('because it %s does not keep the run from being compacted', async (_why, join) => {
    const under = await startHalfway();
    await join(under);
    under.gate.open();
    await readTypes(under.viewer);
    await settle();
    const { segments } = await under.store.log.read(under.run.threadPk, { after: 0 });
    expect(segments).toEqual([]);
  });

  it('counts as a viewer who has left', async () => {
    const { start, connect, engine } = setUp();
    const agent = new ScriptedAgent(waitingAt([createGate()]));
    const run = await start(agent, { onDisconnect: 'cancel' });
    const starter = engine.watch(run);
    const { source } = await connect();
    starter.close();
    await settle();
    expect(agent.log.aborts).toBe(0);
    source.close();
    expect(agent.log.aborts).toBe(1);
  });
});

describe('interrupts that are still open', () => {
  const outcome = { type: 'interrupt', interrupts: [{ id: 'i1', reason: 'approval' }] };
  const INTERRUPT = [{ type: 'RUN_FINISHED', outcome }];
  const FAILURE = [{ type: 'RUN_ERROR', message: 'no' }];

  async function endings(scripts: readonly (readonly unknown[])[], hasMessages: boolean) {
    const { engine, start, connect } = setUp();
    for (const script of scripts) await readTypes(engine.watch(await start(script)));
    const events = await readEvents((await connect({ hasMessages })).source);
    return events
      .filter(({ type }) => type === 'RUN_FINISHED' || type === 'RUN_ERROR')
      .map((event) => event.outcome ?? event.type);
  }

  it('outlast failed runs in the shape events', async () => {
    expect(await endings([INTERRUPT, FAILURE, FAILURE], false)).toEqual([
      outcome,
      outcome,
      'RUN_ERROR',
    ]);
  });

  it('come before a failed last run in the shape rebase', async () => {
    expect(await endings([INTERRUPT, FAILURE, FAILURE], true)).toEqual([outcome, 'RUN_ERROR']);
    expect(await endings([INTERRUPT], true)).toEqual([outcome]);
  });

  it('are closed by a run that ends without an error', async () => {
    expect(await endings([INTERRUPT, REST, FAILURE, REST], true)).toEqual(['RUN_FINISHED']);
    expect(await endings([INTERRUPT, REST, FAILURE], false)).toEqual([
      outcome,
      'RUN_FINISHED',
      'RUN_ERROR',
    ]);
  });
});
