import { ownBackend } from '../../../../examples/own-store/src/own-backend.js';
import { UNSCOPED } from '../../src/index.js';
import { EngineLab, acquire, event, gate, itemOf, settle } from './support/engine-lab.js';
import type { Node } from './support/engine-lab.js';
import { FaultyBackend } from './support/faulty-backend.js';
import { TestHub } from './support/test-hub.js';

describe('stopping a run of another node', () => {
  let lab: EngineLab;
  beforeEach(() => (lab = new EngineLab()));
  afterEach(() => lab.close());

  const stop = ({ engine }: Node, reason?: 'stop' | 'superseded') =>
    engine.coordinator.requestStop(UNSCOPED, {
      threadId: 't',
      ...(reason === undefined ? {} : { reason }),
    });

  it('reaches its owner at once by the bus', async () => {
    const hub = new TestHub();
    const owner = await lab.started({ transport: hub.transport() });
    const other = await lab.started({ transport: hub.transport() });
    const lease = await acquire(owner, 't');
    expect(await stop(other, 'superseded')).toEqual({ kind: 'stopping', runId: 'r' });
    await settle();
    expect(lease.signal.reason).toBe('superseded');
  });

  it('reaches its owner with the next heartbeat without a bus, or when that loses it', async () => {
    const hub = new TestHub();
    hub.isDeaf = true;
    for (const options of [{}, { transport: hub.transport() }]) {
      const owner = await lab.started(options);
      const other = await lab.started();
      const lease = await acquire(owner, 't', owner.engine.coordinator.nodeId);
      await stop(other);
      await settle();
      expect(lease.signal.aborted).toBe(false);
      await lab.pass(2_100, owner, other);
      expect(lease.signal.reason).toBe('stop');
      const close = { status: 'stopped' } as const;
      await owner.engine.log.append([itemOf(lease, [event(1)], { close })]);
    }
  });

  it('reaches its owner with its next append', async () => {
    const owner = await lab.started();
    const other = await lab.started();
    const lease = await acquire(owner, 't');
    await stop(other, 'superseded');
    const [outcome] = await owner.engine.log.append([itemOf(lease, [event(1)])]);
    expect(outcome).toMatchObject({ kind: 'ok', stopRequested: true });
    expect(lease.signal.reason).toBe('superseded');
  });

  it('takes it over at once when its owner is gone', async () => {
    const owner = await lab.started();
    await acquire(owner, 't');
    await acquire(owner, 'u');
    await lab.pass(9_000);
    const other = await lab.started();
    await settle();
    await lab.pass(1_100);
    expect(other.orphans).toEqual([]);
    expect(await stop(other)).toEqual({ kind: 'stopping', runId: 'r' });
    expect(other.orphans).toMatchObject([{ threadId: 't', stopRequested: true }]);
  });

  it('is heard under the id of a new life', async () => {
    const hub = new TestHub();
    const owner = await lab.started({ transport: hub.transport() });
    const other = await lab.started({ transport: hub.transport() });
    owner.clock.advance(9_000);
    await lab.pass(2_500, owner, other);
    const lease = await acquire(owner, 't');
    await stop(other);
    await settle();
    expect(lease.signal.reason).toBe('stop');
    expect(hub.topics).toHaveLength(2);
  });

  it('ends no later run of the thread, however late the owner hears of it', async () => {
    const cut = new FaultyBackend(ownBackend(lab.tables));
    const hub = new TestHub();
    const owner = await lab.started({ transport: hub.transport() }, cut.backend);
    const other = await lab.started({ transport: hub.transport() });
    const first = await acquire(owner, 't', 'first');
    const late = gate();
    hub.late = late.opened;
    await stop(other);
    const heard = gate();
    cut.after.set('heartbeat', heard.opened);
    await lab.pass(2_100, owner, other);
    cut.after.set('requestStop', heard.opened);
    const stopped = stop(owner);
    await settle();
    const close = { status: 'stopped' } as const;
    await owner.engine.log.append([itemOf(first, [event(1)], { close })]);
    const next = await acquire(owner, 't', 'next');
    late.open();
    heard.open();
    await stopped;
    await settle();
    expect(next.signal.aborted).toBe(false);
  });

  it('fences off the run of a thread that another node removes with its next append', async () => {
    const owner = await lab.started();
    const other = await lab.started();
    const lease = await acquire(owner, 't');
    await other.engine.threads.remove(UNSCOPED, 't');
    const [outcome] = await owner.engine.log.append([itemOf(lease, [event(1)])]);
    expect(outcome).toEqual({ kind: 'fenced', currentFence: 0 });
    expect(lease.signal.reason).toBe('fenced');
  });
});

describe('draining', () => {
  let lab: EngineLab;
  beforeEach(() => (lab = new EngineLab()));
  afterEach(() => lab.close());

  it('waits for a lease that was being acquired when it began', async () => {
    const node = await lab.started();
    const asked = acquire(node, 't');
    let over = false;
    const drained = node.engine.coordinator.drain(60_000).then(() => (over = true));
    const lease = await asked;
    await settle();
    expect(over).toBe(false);
    const close = { status: 'succeeded' } as const;
    await node.engine.log.append([itemOf(lease, [event(1)], { close })]);
    await drained;
  });

  it('keeps the lease of the node until the engine is closed', async () => {
    const node = await lab.started();
    await acquire(node, 't');
    const drained = node.engine.coordinator.drain(20_000);
    await lab.pass(15_000, node);
    const { nodeId } = node.engine.coordinator;
    expect(lab.tables.isDead(nodeId)).toBe(false);
    await lab.pass(11_000, node);
    await drained;
    await node.engine.close();
    expect(lab.tables.isDead(nodeId)).toBe(true);
  });
});
