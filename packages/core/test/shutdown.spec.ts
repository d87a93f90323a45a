import { describe, expect, it } from '@jest/globals';
import { StoreError } from '@flightdeck/store';
import { createGate } from '@flightdeck/testing';
import { connectThread } from '../src/runs/connect-thread.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { createBreakableStore } from './support/breakable-store.js';
import { settle } from './support/fault-bench.js';
import { SharedStore } from './support/shared-store.js';
import {
  pullUntil,
  readEvents,
  readTypes,
  startEngine,
  type EngineUnderTest,
} from './support/start-engine.js';

const JOIN = { scope: { tenantId: '', userId: null }, threadId: 't' };
const AFRESH = { hasMessages: false, canResume: false };

async function* hang() {
  yield { type: 'STEP_STARTED', stepName: 's' };
  await new Promise(() => undefined);
}

/** An agent that says one thing, and then does not even stop when asked to. */
const stubborn = {
  clone: () => stubborn,
  runAgent(_input: unknown, { onEvent }: { onEvent(params: unknown): void }) {
    onEvent({ event: { type: 'STEP_STARTED', stepName: 's' } });
    return new Promise(() => undefined);
  },
};

/** A server that is to shut down, and another one that executes a run on thread `t`. */
async function besideARun(): Promise<EngineUnderTest> {
  const shared = new SharedStore();
  await startEngine(shared.node('other').store).start(stubborn, {}, { runId: 'elsewhere' });
  return startEngine(shared.node('this').store);
}

describe('a server that shuts down', () => {
  it('lets go of viewers of a run that goes on elsewhere, so that they can look for it there', async () => {
    const { engine } = await besideARun();
    const connection = await connectThread(engine, { ...JOIN, ...AFRESH }, SILENT_LOGGER);
    if (connection === null) throw new Error('no thread');
    const { source } = connection;
    await pullUntil(source, 'STEP_STARTED');
    const rest = readEvents(source);
    await engine.shutdown(0);
    expect(await rest).toMatchObject([{ type: 'RUN_ERROR', code: 'STORE_UNAVAILABLE' }]);
  });

  it.each(['enqueue', 'supersede'] as const)(
    'refuses runs that wait for a thread (%s)',
    async (onBusy) => {
      const { engine, start } = await besideARun();
      const waiting = [1, 2].map(() => start(hang, { onBusy }));
      const refusals = Promise.allSettled(waiting);
      await settle();
      await engine.shutdown(60_000);
      const refused = { status: 'rejected', reason: { code: 'unavailable' } };
      expect(await refusals).toMatchObject([refused, refused]);
    },
  );

  it('tells viewers of its own runs one end, however slowly they read', async () => {
    const breakable = createBreakableStore();
    const { engine, start } = startEngine(breakable.store);
    const viewer = engine.watch(await start(hang));
    await pullUntil(viewer, 'STEP_STARTED');
    const ending = viewer.pull();
    await engine.shutdown(0);
    // As a database that is closed.
    breakable.break('log', 'read', { error: new StoreError('closed', 'closed') });
    breakable.break('log', 'heads', { error: new StoreError('closed', 'closed') });
    expect(await ending).toContain('SERVER_SHUTDOWN');
    expect(await readTypes(viewer)).toEqual([]);
  });

  it('closes its store behind the compactions that it has begun, and begins no more', async () => {
    const { store } = createBreakableStore();
    const gate = createGate();
    const calls: string[] = [];
    const compact = async (): Promise<void> => {
      calls.push('compact');
      await gate.opened;
      calls.push('compacted');
    };
    const { engine, start } = startEngine({
      ...store,
      log: new Proxy(store.log, {
        get: (log, name) => (name === 'compact' ? compact : Reflect.get(log, name)),
      }),
      close: async () => void calls.push('close'),
    });
    const ended = await start([]);
    await ended.ended;
    await start(hang, {}, { threadId: 'late' });
    const down = engine.shutdown(0);
    await settle();
    expect(calls).toEqual(['compact']);
    gate.open();
    await down;
    expect(calls).toEqual(['compact', 'compacted', 'close']);
  });
});
