import { jest } from '@jest/globals';

import { ownBackend } from '../../../../examples/own-store/src/own-backend.js';
import { UNSCOPED } from '../../src/index.js';
import { EngineLab, acquire, event, itemOf, settle } from './support/engine-lab.js';
import { FaultyBackend } from './support/faulty-backend.js';
import { TestHub } from './support/test-hub.js';

describe('the lease of a node', () => {
  let lab: EngineLab;
  beforeEach(() => (lab = new EngineLab()));
  afterEach(() => lab.close());

  const faulty = () => new FaultyBackend(ownBackend(lab.tables));

  it('lasts as long as heartbeats get through', async () => {
    const node = await lab.started();
    const other = await lab.started();
    const lease = await acquire(node, 't');
    await lab.pass(60_000, node, other);
    expect(lease.signal.aborted).toBe(false);
    expect(other.orphans).toEqual([]);
  });

  it('survives an outage shorter than four fifths of its time to live', async () => {
    const cut = faulty();
    const node = await lab.started({}, cut.backend);
    const lease = await acquire(node, 't');
    cut.isDown = true;
    await lab.pass(7_500, node);
    cut.isDown = false;
    await lab.pass(5_000, node);
    expect(lease.signal.aborted).toBe(false);
    expect(node.warnings.filter((text) => text.includes('renewed'))).toHaveLength(1);
  });

  it('is given up, and its runs with it, after four fifths of its time to live', async () => {
    const cut = faulty();
    const node = await lab.started({}, cut.backend);
    const lease = await acquire(node, 't');
    cut.isDown = true;
    await lab.pass(7_950, node);
    expect(lease.signal.aborted).toBe(false);
    await lab.pass(200, node);
    expect(lease.signal.reason).toBe('lease-lost');
  });

  it('is needed for every new run, until the database answers again', async () => {
    const cut = faulty();
    const node = await lab.started({}, cut.backend);
    const before = node.engine.coordinator.nodeId;
    cut.isDown = true;
    await lab.pass(9_000, node);
    cut.isDown = false;
    await expect(acquire(node, 't')).rejects.toMatchObject({ code: 'unavailable' });
    await lab.pass(2_000, node);
    await acquire(node, 't');
    expect(node.engine.coordinator.nodeId).not.toBe(before);
  });

  it('ends at once in a process that was suspended', async () => {
    const node = await lab.started();
    const lease = await acquire(node, 't');
    // Only the first timer that is due has run when the process looks at the time.
    node.clock.advance(60_000);
    expect(lease.signal.reason).toBe('lease-lost');
    await expect(acquire(node, 'u')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('ends when the database says so, whatever the clock of the process says', async () => {
    const node = await lab.started();
    const lease = await acquire(node, 't');
    await lab.pass(30_000);
    expect(lease.signal.aborted).toBe(false);
    await lab.pass(2_100, node);
    expect(lease.signal.reason).toBe('lease-lost');
    await acquire(node, 'u');
  });

  it('ends although a heartbeat hangs', async () => {
    const cut = faulty();
    const node = await lab.started({}, cut.backend);
    const lease = await acquire(node, 't');
    const release = cut.hold();
    await lab.pass(9_000, node);
    expect(lease.signal.reason).toBe('lease-lost');
    release();
    await lab.pass(3_000, node);
    await acquire(node, 'u');
  });

  it('leaves nothing behind that keeps the runs of its former life from being ended', async () => {
    const cut = faulty();
    const node = await lab.started({}, cut.backend);
    const lease = await acquire(node, 't');
    cut.isDown = true;
    await lab.pass(9_000, node);
    cut.isDown = false;
    await lab.pass(3_000, node);
    expect(node.orphans.map(({ threadId, run }) => [threadId, run.runPk])).toEqual([
      ['t', lease.runPk],
    ]);
    expect(node.orphans[0]?.lease.fence).toBeGreaterThan(lease.fence);
    const [late] = await node.engine.log.append([itemOf(lease, [event(1)])]);
    expect(late?.kind).toBe('fenced');
  });

  it('learns of stops with its heartbeats', async () => {
    const node = await lab.started();
    const lease = await acquire(node, 't');
    await ownBackend(lab.tables).runs.requestStop(UNSCOPED, { threadId: 't' });
    await lab.pass(2_100, node);
    expect(lease.signal.reason).toBe('stop');
  });

  it('is not had before the start, and is refused again by a database that cannot be reached', async () => {
    const cut = faulty();
    const node = lab.node({}, cut.backend);
    await expect(acquire(node, 't')).rejects.toMatchObject({ code: 'unavailable' });
    cut.isDown = true;
    await expect(lab.start(node)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(lab.start(node)).rejects.toMatchObject({ code: 'unavailable' });
    cut.isDown = false;
    await lab.start(node);
    await acquire(node, 't');
    expect(cut.calls.filter((call) => call === 'open')).toHaveLength(3);
  });

  it('is registered once however many start it together', async () => {
    const cut = faulty();
    const node = lab.node({}, cut.backend);
    await Promise.all([lab.start(node), lab.start(node), node.engine.coordinator.start()]);
    expect(cut.calls.filter((call) => call === 'register')).toHaveLength(1);
  });

  it('starts the transport once, also if the database could not be reached at first', async () => {
    const cut = faulty();
    let starts = 0;
    const transport = { ...new TestHub().transport(), start: async () => void (starts += 1) };
    const node = lab.node({ transport }, cut.backend);
    const register = jest
      .spyOn(cut.backend.nodes, 'register')
      .mockRejectedValueOnce(new Error('no'));
    await expect(lab.start(node)).rejects.toThrow('no');
    await lab.start(node);
    expect([starts, register.mock.calls.length]).toEqual([1, 2]);
  });

  it('is given back when the engine closes, and no timer is left', async () => {
    const node = await lab.started();
    const other = await lab.started();
    await acquire(node, 't');
    node.engine.bus.follow(1, () => undefined);
    await node.engine.close();
    expect(node.clock.pending).toBe(0);
    expect(lab.tables.nodes.has(node.engine.coordinator.nodeId)).toBe(false);
    await lab.pass(2_500, other);
    expect(other.orphans).toHaveLength(1);
  });

  it('closes although the database is away', async () => {
    const cut = faulty();
    const node = await lab.started({}, cut.backend);
    cut.isDown = true;
    await node.engine.close();
    await settle();
    expect(node.clock.pending).toBe(0);
    await expect(node.engine.threads.get(UNSCOPED, 't')).rejects.toMatchObject({ code: 'closed' });
    await expect(lab.start(node)).rejects.toMatchObject({ code: 'closed' });
  });
});
