import { ownBackend } from '../../../../examples/own-store/src/own-backend.js';
import { createEngine } from '../../src/engine.js';
import { StoreError, UNSCOPED } from '../../src/index.js';
import { EngineLab, acquire, event, gate, itemOf, settle } from './support/engine-lab.js';
import { FaultyBackend } from './support/faulty-backend.js';

describe('runs of nodes that are gone', () => {
  let lab: EngineLab;
  beforeEach(() => (lab = new EngineLab()));
  afterEach(() => lab.close());

  it('are taken over under a higher fence once their node has been silent for its time to live', async () => {
    const dead = await lab.started();
    const alive = await lab.started();
    const lease = await acquire(dead, 't');
    await dead.engine.log.append([itemOf(lease, [event(1)])]);
    await lab.pass(9_900, alive);
    expect(alive.orphans).toEqual([]);
    await lab.pass(2_600, alive);
    const [orphan] = alive.orphans;
    expect(orphan).toMatchObject({ threadId: 't', stopRequested: false, scope: { tenantId: '' } });
    expect(orphan?.run).toMatchObject({ runId: 'r', attempt: 2, fence: lease.fence });
    expect(orphan?.run).not.toHaveProperty('threadPk');
    expect(orphan?.lease).toMatchObject({
      runPk: lease.runPk,
      fence: lease.fence + 1,
      firstSeq: 2,
    });
    expect(alive.orphans).toHaveLength(1);
  });

  it('are free again as soon as the new owner has ended them, and the old one is fenced off', async () => {
    const dead = await lab.started();
    const alive = await lab.started();
    const lease = await acquire(dead, 't');
    await lab.pass(13_000, alive);
    const orphan = alive.orphans[0]?.lease;
    if (orphan === undefined) throw new Error('nothing was taken over');
    const close = { status: 'failed', errorCode: 'OWNER_LOST' } as const;
    await alive.engine.log.append([itemOf(orphan, [event(1)], { close })]);
    await acquire(alive, 't', 'next');
    const [outcome] = await dead.engine.log.append([itemOf(lease, [event(2)])]);
    expect(outcome?.kind).toBe('fenced');
    expect(lease.signal.reason).toBe('fenced');
  });

  it('are taken over again if the node that took them over dies as well', async () => {
    const first = await lab.started();
    const second = await lab.started();
    await acquire(first, 't');
    await lab.pass(13_000, second);
    const third = await lab.started();
    await lab.pass(13_000, third);
    expect(third.orphans[0]?.lease.fence).toBe((second.orphans[0]?.lease.fence ?? 0) + 1);
    expect(third.orphans[0]?.run.attempt).toBe(3);
  });

  it('are taken over by one node only', async () => {
    const dead = await lab.started();
    const others = [await lab.started(), await lab.started(), await lab.started()];
    for (const id of ['a', 'b', 'c', 'd']) await acquire(dead, id);
    await lab.pass(13_000, ...others);
    expect(
      others.flatMap(({ orphans }) => orphans.map(({ threadId }) => threadId)).toSorted(),
    ).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are taken over as soon as a node starts', async () => {
    const dead = await lab.started();
    await acquire(dead, 't');
    await lab.pass(11_000);
    const fresh = await lab.started();
    await settle();
    expect(fresh.orphans).toHaveLength(1);
  });

  it('are left alone by a node that was given nobody to end them', async () => {
    const dead = await lab.started();
    await acquire(dead, 't');
    const node = lab.node();
    await node.engine.coordinator.start();
    await lab.pass(20_000, node);
    const [head] = await node.engine.log.heads([1]);
    expect(head?.ownerNode).toBe(dead.engine.coordinator.nodeId);
  });

  it('are left alone by a node that shuts down', async () => {
    const dead = await lab.started();
    await acquire(dead, 't');
    const leaving = await lab.started();
    await leaving.engine.coordinator.drain(0);
    await lab.pass(20_000, leaving);
    expect(leaving.orphans).toEqual([]);
  });

  it('tell followers that their thread has a new owner', async () => {
    const dead = await lab.started();
    const alive = await lab.started();
    const { threadPk } = await acquire(dead, 't');
    const heard: number[] = [];
    await lab.pass(9_000, alive);
    alive.engine.bus.follow(threadPk, (seq) => heard.push(seq));
    await lab.pass(5_000, alive);
    expect(heard.length).toBeGreaterThan(0);
  });

  it('write events that the history tells from those of the first owner', async () => {
    const dead = await lab.started();
    const alive = await lab.started();
    const lease = await acquire(dead, 't');
    await dead.engine.log.append([itemOf(lease, [event(1)])]);
    await lab.pass(13_000, alive);
    const orphan = alive.orphans[0]?.lease;
    if (orphan === undefined) throw new Error('nothing was taken over');
    const { log } = alive.engine;
    await log.append([itemOf(orphan, [event(2)], { close: { status: 'failed' } })]);
    const fences = async () => {
      const told: unknown[] = [];
      for await (const { run, events } of log.history(lease.threadPk)) {
        told.push(run.fence, ...events.map(({ seq, fence }) => [seq, fence]));
      }
      return told;
    };
    const expected = [lease.fence, [1, undefined], [2, orphan.fence]];
    expect(await fences()).toEqual(expected);
    await log.compact(lease.runPk);
    expect(await fences()).toEqual(expected);
    const cursors = [`${lease.fence}.1`, `${orphan.fence}.1`, `${orphan.fence}.2`];
    for (const cursor of cursors) {
      expect(await log.checkCursor(lease.threadPk, cursor)).toMatchObject({ ok: true });
    }
    expect(await log.checkCursor(lease.threadPk, `${lease.fence}.2`)).toMatchObject({ ok: false });
  });

  it('include those that a node acquired without ever hearing of it', async () => {
    const cut = new FaultyBackend(ownBackend(lab.tables));
    const node = await lab.started({}, cut.backend);
    cut.mute.add('acquire');
    await expect(acquire(node, 't')).rejects.toMatchObject({ code: 'unavailable' });
    cut.mute.clear();
    await lab.pass(3_000, node);
    expect(node.orphans.map(({ threadId }) => threadId)).toEqual(['t']);
  });

  it('include those of which it hears while a client tries again', async () => {
    const cut = new FaultyBackend(ownBackend(lab.tables));
    const node = await lab.started({}, cut.backend);
    cut.mute.add('acquire');
    await expect(acquire(node, 't')).rejects.toMatchObject({ code: 'unavailable' });
    const asked = gate();
    cut.before.set('acquire', asked.opened);
    const again = acquire(node, 't', 'again').catch((error: unknown) => error);
    await lab.pass(3_000, node);
    expect(node.orphans).toEqual([]);
    asked.open();
    await again;
    await lab.pass(3_000, node);
    expect(node.orphans.map(({ run }) => run.runId)).toEqual(['r']);
  });

  it('include those that were acquired only after the node had given up asking', async () => {
    const inner = ownBackend(lab.tables);
    const late: (() => Promise<unknown>)[] = [];
    const acquireLate: typeof inner.runs.acquire = async (...args) => {
      late.push(() => inner.runs.acquire(...args));
      throw new StoreError('unavailable', 'No answer');
    };
    const runs = { ...inner.runs, acquire: acquireLate };
    const node = await lab.started({}, { ...inner, runs });
    await expect(acquire(node, 't')).rejects.toMatchObject({ code: 'unavailable' });
    await lab.pass(6_000, node);
    await late[0]?.();
    await lab.pass(3_000, node);
    expect(node.orphans.map(({ threadId }) => threadId)).toEqual(['t']);
  });

  it('include those that a node took over without ever hearing of it', async () => {
    const dead = await lab.started();
    await acquire(dead, 't');
    await acquire(dead, 'u');
    const cut = new FaultyBackend(ownBackend(lab.tables));
    const node = await lab.started({}, cut.backend);
    cut.mute.add('takeOver');
    await lab.pass(14_000, node);
    expect(node.orphans).toEqual([]);
    cut.mute.clear();
    await lab.pass(3_000, node);
    expect(node.orphans.map(({ threadId }) => threadId).toSorted()).toEqual(['t', 'u']);
  });

  it('are handed over once, however many stop them at the same time', async () => {
    const dead = await lab.started();
    await acquire(dead, 't');
    const node = await lab.started();
    await lab.pass(10_100);
    const stop = () => node.engine.coordinator.requestStop(UNSCOPED, { threadId: 't' });
    await Promise.all([stop(), stop(), stop()]);
    expect(node.orphans).toHaveLength(1);
    expect(node.orphans[0]?.lease.signal.aborted).toBe(false);
  });

  it('do not include those that could not be acquired, or were acquired after all', async () => {
    const cut = new FaultyBackend(ownBackend(lab.tables));
    const node = await lab.started({}, cut.backend);
    cut.isDown = true;
    await expect(acquire(node, 't')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(acquire(node, 'u')).rejects.toMatchObject({ code: 'unavailable' });
    cut.isDown = false;
    const lease = await acquire(node, 't');
    await lab.pass(5_000, node);
    expect(node.orphans).toEqual([]);
    expect(lease.signal.aborted).toBe(false);
  });

  it('warn and go on if whoever ends them throws', async () => {
    const dead = await lab.started();
    await acquire(dead, 't');
    await lab.pass(11_000);
    const warnings: string[] = [];
    const engine = createEngine(ownBackend(lab.tables), {
      onWarning: (message) => warnings.push(message),
    });
    await engine.coordinator.start({
      onOrphan: () => {
        throw new Error('cannot');
      },
    });
    await settle();
    expect(warnings).toHaveLength(1);
    expect((await engine.coordinator.requestStop(UNSCOPED, { threadId: 't' })).kind).toBe(
      'stopping',
    );
    await engine.close();
  });
});
