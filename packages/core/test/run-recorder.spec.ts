import { describe, expect, it } from '@jest/globals';
import { memoryThreads, StoreError, type EventLog, type StoreEngine } from '@flightdeck/store';
import { settle } from './support/fault-bench.js';
import { readTypes, startEngine } from './support/start-engine.js';

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
    const large = { type: 'CUSTOM', name: 'large', value: 'x'.repeat(8_000_000) };
    const run = await start([...Array.from({ length: 9 }, () => large), ...FINISH]);
    await run.ended;
    expect((await readTypes(engine.watch(run))).at(-1)).toBe('RUN_FINISHED');
  });
});
