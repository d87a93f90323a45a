import { describe, expect, it } from '@jest/globals';
import type { OrphanedRun } from '@flightdeck/store';
import { createGate, type AgentRun } from '@flightdeck/testing';
import { settle } from './support/fault-bench.js';
import { SharedStore } from './support/shared-store.js';
import { pullUntil, readEvents, startEngine } from './support/start-engine.js';

const CLOSED = { status: 'failed' } as const;

/** Says something, and something more each time the gate opens. */
function talking(gate: { readonly opened: Promise<void> }) {
  return async function* script(run: AgentRun) {
    run.ignoreAbort();
    yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
    yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'first' };
    await gate.opened;
    yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'zombie' };
    await new Promise(() => undefined);
  };
}

/** Two processes on one store, a run of the first one, and a viewer of it there. */
async function bench(policy: Parameters<ReturnType<typeof startEngine>['start']>[1] = {}) {
  const shared = new SharedStore();
  const [first, second] = [shared.node('first'), shared.node('second')];
  const { engine, clock, start } = startEngine(first.store);
  const gate = createGate();
  const orphans: OrphanedRun[] = [];
  await second.store.coordinator.start({ onOrphan: (orphan) => void orphans.push(orphan) });
  const run = await start(talking(gate), policy);
  const viewer = engine.watch(run);
  await pullUntil(viewer, 'first');
  /** Writes the end of the run as its next owner. */
  const conclude = async (): Promise<void> => {
    const { lease } = orphans[0] ?? {};
    if (lease === undefined) throw new Error('nothing was taken over');
    const events = [
      JSON.stringify({ type: 'TEXT_MESSAGE_END', messageId: 'm' }),
      JSON.stringify({ type: 'RUN_ERROR', message: 'gone', code: 'OWNER_LOST' }),
    ];
    const { threadPk } = lease;
    await second.store.log.append([{ ...lease, events, messageIds: [], close: CLOSED }]);
    second.store.bus.hint(threadPk, lease.firstSeq + 1);
  };
  return { shared, first, second, engine, clock, run, viewer, gate, conclude };
}

describe('viewers of a process that has lost a run [durable.owner-change]', () => {
  for (const [title, tellOwner] of [
    ['by being told', true],
    ['by its next append', false],
  ] as const) {
    it(`${title} get the end that the next owner writes`, async () => {
      const { shared, second, engine, viewer, gate, conclude } = await bench();
      await shared.takeOver('t', second, { tellOwner });
      gate.open();
      await settle();
      expect(engine.activeRuns).toBe(0);
      await conclude();
      const events = await readEvents(viewer);
      expect(events.map(({ type }) => type)).toEqual(['TEXT_MESSAGE_END', 'RUN_ERROR']);
      expect(events[1]).toMatchObject({ code: 'OWNER_LOST' });
    });
  }

  it('are told within bounded time that the store is out of reach [durable.outage]', async () => {
    const { shared, first, second, clock, viewer } = await bench();
    first.cut();
    await shared.takeOver('t', second, { tellOwner: true });
    let events: unknown[] | null = null;
    const reading = readEvents(viewer).then((read) => (events = read));
    for (let round = 0; round < 40 && events === null; round += 1) {
      clock.advance(500);
      await settle();
    }
    expect(clock.now()).toBeLessThanOrEqual(9_000);
    await expect(reading).resolves.toMatchObject([
      { type: 'RUN_ERROR', code: 'STORE_UNAVAILABLE' },
    ]);
  });

  it('are told within bounded time that nobody can end the run [durable.outage]', async () => {
    const { shared, clock, viewer } = await bench();
    shared.expire('t');
    await settle();
    let read: unknown[] | null = null;
    const reading = readEvents(viewer).then((events) => (read = events));
    await settle();
    clock.advance(29_000);
    await settle();
    expect(read).toBeNull();
    clock.advance(1_000);
    await expect(reading).resolves.toMatchObject([
      { type: 'RUN_ERROR', code: 'STORE_UNAVAILABLE' },
    ]);
  });

  it('wait for the next owner however long it is silent', async () => {
    const { shared, second, clock, viewer, conclude } = await bench();
    await shared.takeOver('t', second, { tellOwner: true });
    await settle();
    const reading = readEvents(viewer);
    for (let minute = 0; minute < 10; minute += 1) {
      clock.advance(60_000);
      await settle();
    }
    await conclude();
    expect((await reading).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });

  it('see nothing of what it has to say afterwards', async () => {
    const { shared, second, viewer, gate, conclude } = await bench({ maxUndurableMs: 250 });
    await shared.takeOver('t', second, { tellOwner: true });
    gate.open();
    await settle();
    await conclude();
    const events = await readEvents(viewer);
    expect(JSON.stringify(events)).not.toContain('zombie');
  });
});

describe('a viewer during an outage', () => {
  it('that is shorter than eight seconds misses and repeats nothing [durable.outage]', async () => {
    const { first, clock, viewer, gate } = await bench();
    first.cut();
    gate.open();
    await settle();
    clock.advance(3_000);
    await settle();
    first.mend();
    const reading = pullUntil(viewer, 'zombie');
    for (let round = 0; round < 10; round += 1) {
      clock.advance(1_000);
      await settle();
    }
    await reading;
  });
});

describe('a run that waits for its thread during an outage', () => {
  it('gets it once the store is back', async () => {
    const shared = new SharedStore();
    const [first, second] = [shared.node('first'), shared.node('second')];
    const gate = createGate();
    const active = startEngine(first.store);
    const run = await active.start(async function* script() {
      await gate.opened;
      yield { type: 'RUN_FINISHED' };
    });
    const { clock, start } = startEngine(second.store);
    const waiting = start([{ type: 'RUN_FINISHED' }], { onBusy: 'enqueue' }, { runId: 'next' });
    await settle();
    second.cut();
    gate.open();
    await run.ended;
    await settle();
    second.mend();
    clock.advance(1_000);
    await expect(waiting).resolves.toMatchObject({ runId: 'next' });
  });
});
