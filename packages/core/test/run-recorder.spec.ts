import { describe, expect, it } from '@jest/globals';
import { memoryThreads, StoreError, type EventLog, type StoreEngine } from '@flightdeck/store';
import { createGate, ScriptedAgent } from '@flightdeck/testing';
import { settle } from './support/fault-bench.js';
import { readEvents, readTypes, startEngine } from './support/start-engine.js';

/** A memory engine whose log does what the test says instead of appending. */
function withAppend(append: (original: EventLog['append']) => EventLog['append']): StoreEngine {
  const engine = memoryThreads();
  const { log } = engine;
  const replaced: EventLog = {
    append: append((batch) => log.append(batch)),
    read: (...args) => log.read(...args),
    heads: (...args) => log.heads(...args),
    checkCursor: (...args) => log.checkCursor(...args),
    history: (...args) => log.history(...args),
    knownMessageIds: (...args) => log.knownMessageIds(...args),
    compact: (...args) => log.compact(...args),
  };
  return {
    name: engine.name,
    threads: engine.threads,
    log: replaced,
    coordinator: engine.coordinator,
    bus: engine.bus,
    close: () => engine.close(),
  };
}

const FINISH = [{ type: 'RUN_FINISHED' }];

describe('recording a run', () => {
  it('tries again while the store is unavailable, and stores each event once', async () => {
    let failures = 3;
    const store = withAppend((append) => async (batch) => {
      if (failures > 0) {
        failures -= 1;
        throw new StoreError('unavailable', 'down');
      }
      return append(batch);
    });
    const { engine, clock, start } = startEngine(store);
    const starting = start(FINISH);
    for (let round = 0; round < 20; round += 1) {
      await new Promise(setImmediate);
      clock.advance(1_000);
    }
    expect(await readTypes(engine.watch(await starting))).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('gives up within eight seconds when the store stays away', async () => {
    const store = withAppend(() => async () => {
      throw new StoreError('unavailable', 'down');
    });
    const { clock, start } = startEngine(store);
    let givenUpAt = 0;
    const refused = start(FINISH).catch(() => (givenUpAt = clock.now()));
    for (let round = 0; round < 200 && givenUpAt === 0; round += 1) {
      clock.advance(50);
      await settle();
    }
    await refused;
    expect(givenUpAt).toBeGreaterThan(7_000);
    expect(givenUpAt).toBeLessThanOrEqual(8_000);
  });

  it('refuses a run that cannot even be begun', async () => {
    const store = withAppend(() => async () => {
      throw new Error('disk on fire');
    });
    await expect(startEngine(store).start(FINISH)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('tells viewers when the rest of a run cannot be stored', async () => {
    let appends = 0;
    const store = withAppend((append) => async (batch) => {
      appends += 1;
      if (appends > 1) throw new Error('disk on fire');
      return append(batch);
    });
    const { engine, start } = startEngine(store);
    const viewer = engine.watch(await start(FINISH));
    expect(await readTypes(viewer)).toEqual(['RUN_STARTED', 'RUN_ERROR']);
    expect(engine.activeRuns).toBe(0);
  });

  it('joins the events of one turn into one append', async () => {
    const sizes: number[] = [];
    const store = withAppend((append) => async (batch) => {
      sizes.push(batch[0]?.events.length ?? 0);
      return append(batch);
    });
    const { engine } = startEngine(store);
    const burst = {
      clone: () => burst,
      runAgent(_input: unknown, { onEvent }: { onEvent(value: unknown): void }) {
        for (let index = 0; index < 100; index += 1) {
          onEvent({ event: { type: 'CUSTOM', name: String(index), value: index } });
        }
        onEvent({ event: { type: 'RUN_FINISHED' } });
      },
    };
    const run = await engine.start({
      scope: { tenantId: '', userId: null },
      agentId: 'burst',
      agent: burst,
      input: { threadId: 't', runId: 'r', messages: [], tools: [], context: [] },
    });
    await run.ended;
    expect(sizes).toEqual([1, 101]);
  });

  it('counts only what waits for the store against what may wait', async () => {
    const { engine, start } = startEngine();
    const large = { type: 'CUSTOM', name: 'large', value: 'x'.repeat(1_000_000) };
    const run = await start([...Array.from({ length: 20 }, () => large), ...FINISH]);
    await run.ended;
    expect((await readTypes(engine.watch(run))).at(-1)).toBe('RUN_FINISHED');
  });

  it.each(['disk_full', 'read_only', 'access_denied', 'closed'] as const)(
    'does not try again what the store refuses as %s',
    async (code) => {
      let appends = 0;
      const store = withAppend((append) => async (batch) => {
        appends += 1;
        if (appends === 2) throw new StoreError(code, 'refused');
        return append(batch);
      });
      const { engine, start } = startEngine(store);
      const run = await start(FINISH);
      const viewer = engine.watch(run);
      await run.ended;
      expect((await readEvents(viewer)).at(-1)).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await settle();
      // The third one ends the run in the log.
      expect(appends).toBe(3);
    },
  );

  /** A store that takes nothing but the beginnings of runs until the gate opens. */
  function stalling() {
    const gate = createGate();
    const store = withAppend((append) => async (batch) => {
      if (batch[0]?.events[0]?.includes('RUN_STARTED') !== true) await gate.opened;
      return append(batch);
    });
    return { gate, store };
  }

  const large = { type: 'CUSTOM', name: 'large', value: 'x'.repeat(1024 * 1024) };

  it('ends a run that has more than 8 Mi waiting for a slow store, and its agent [durable.backpressure]', async () => {
    const { gate, store } = stalling();
    const { engine, start } = startEngine(store);
    async function* flood() {
      for (let count = 0; count < 20; count += 1) {
        yield large;
        await settle();
      }
      await new Promise(() => undefined);
    }
    const agent = new ScriptedAgent(flood);
    const run = await start(agent);
    const viewer = engine.watch(run);
    await waitUntil(() => run.lost !== null);
    expect(run.lost).toBe('STORE_BACKPRESSURE');
    expect(agent.log.aborts).toBe(1);
    const events = await readEvents(viewer);
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'STORE_BACKPRESSURE' });
    gate.open();
    await run.ended;
    await settle();
    const [head] = await store.log.heads([run.threadPk]);
    expect(head?.activeRunId).toBeNull();
  });

  it('ends the run that would make all of them keep more than 64 Mi in memory [durable.backpressure]', async () => {
    const { gate, store } = stalling();
    const { start } = startEngine(store);
    const talk = async function* talk() {
      yield* Array.from({ length: 7 }, () => large);
      await new Promise(() => undefined);
    };
    const runs = [];
    for (let index = 0; index < 10; index += 1) {
      runs.push(await start(talk, {}, { threadId: `t${index}`, runId: `r${index}` }));
      await settle();
    }
    expect(runs.map(({ lost }) => lost)).toEqual([
      ...Array.from({ length: 9 }, () => null),
      'STORE_BACKPRESSURE',
    ]);
    gate.open();
    await settle();
    await runs[9]?.ended;
    expect(runs[0]?.lost).toBeNull();
  });

  it('loses nothing of a text that comes faster than the store takes it', async () => {
    const { gate, store } = stalling();
    const { engine, start } = startEngine(store);
    const piece = { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: '0123456789' };
    const run = await start(function* talk() {
      yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
      for (let count = 0; count < 100_000; count += 1) yield piece;
      yield { type: 'RUN_FINISHED' };
    });
    const viewer = engine.watch(run);
    // Without merging they would be 8.4 Mi.
    await waitUntil(() => run.isOver);
    gate.open();
    const events = await readEvents(viewer);
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
    expect(events.length).toBeLessThan(30_000);
    const text = events.map(({ delta }) => (typeof delta === 'string' ? delta : '')).join('');
    expect(text).toBe('0123456789'.repeat(100_000));
  });
});

async function waitUntil(holds: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error('waited in vain');
    await settle();
  }
}
