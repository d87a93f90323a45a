import { ownBackend } from '../../../../examples/own-store/src/own-backend.js';
import { UNSCOPED } from '../../src/index.js';
import type { Scope } from '../../src/index.js';
import { EngineLab, acquire, event, itemOf, settle } from './support/engine-lab.js';
import { FaultyBackend } from './support/faulty-backend.js';
import { TestHub } from './support/test-hub.js';

const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };

describe('the live bus of an engine', () => {
  let lab: EngineLab;
  beforeEach(() => (lab = new EngineLab()));
  afterEach(() => lab.close());

  it('carries hints between nodes, and its own no farther than once to who listens', async () => {
    const hub = new TestHub();
    const one = await lab.started({ transport: hub.transport() });
    const two = await lab.started({ transport: hub.transport() });
    const heard: string[] = [];
    two.engine.bus.follow(7, (seq) => heard.push(`thread ${seq}`));
    two.engine.bus.followMeta(ALICE, (seq) => heard.push(`owner ${seq}`));
    one.engine.bus.hint(7, 12);
    one.engine.bus.hint(8, 13);
    one.engine.bus.meta(ALICE, 3);
    one.engine.bus.meta({ ...ALICE, userId: 'bob' }, 4);
    expect(heard).toEqual(['thread 12', 'owner 3']);
  });

  it('subscribes to what is followed only, and once', async () => {
    const hub = new TestHub();
    const node = await lab.started({ transport: hub.transport() });
    const before = hub.topics.length;
    const leave = [1, 2].map(() => node.engine.bus.follow(7, () => undefined));
    const leaveMeta = [1, 2].map(() => node.engine.bus.followMeta(ALICE, () => undefined));
    expect(hub.topics.length).toBe(before + 2);
    leave[0]?.();
    leaveMeta[0]?.();
    expect(hub.topics.length).toBe(before + 2);
    for (const each of [...leave, ...leaveMeta]) each();
    expect(hub.topics.length).toBe(before);
  });

  it('sends nothing that is long or tells who somebody is', async () => {
    const hub = new TestHub();
    const node = await lab.started({ transport: hub.transport() });
    const name = 'Ä'.repeat(5_000);
    await node.engine.threads.ensure(
      { tenantId: name, userId: name },
      { threadId: name, agentId: 'a' },
    );
    node.engine.bus.hint(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    expect(hub.sent).toHaveLength(2);
    for (const message of hub.sent) expect(message).toMatch(/^[\x20-\x7e]{1,60}$/);
  });

  it('ignores messages that it does not understand', async () => {
    const hub = new TestHub();
    const node = await lab.started({ transport: hub.transport() });
    const foreign = hub.transport();
    const heard: number[] = [];
    node.engine.bus.follow(7, (seq) => heard.push(seq));
    for (const topic of hub.topics) {
      for (const payload of ['', 'x', '-1', '1e3', '1 explode', '9'.repeat(99)]) {
        foreign.publish(topic, payload);
      }
    }
    expect(heard).toEqual([]);
  });

  it('tells of interruptions and looks at once at what is followed', async () => {
    const hub = new TestHub();
    const node = await lab.started({ transport: hub.transport() });
    const { threadPk } = await acquire(node, 't');
    let interruptions = 0;
    const heard: number[] = [];
    node.engine.bus.onInterruption(() => (interruptions += 1));
    node.engine.bus.follow(threadPk, (seq) => heard.push(seq));
    hub.interrupt();
    await settle();
    expect(interruptions).toBe(1);
    expect(heard).toEqual([0]);
  });

  describe.each([
    ['without a transport', false, 250],
    ['with one that loses everything', true, 1_000],
  ])('%s', (_title, hasTransport, pollMs) => {
    const options = () => {
      const hub = new TestHub();
      hub.isDeaf = true;
      return hasTransport ? { transport: hub.transport() } : {};
    };

    it('finds out what other nodes have written', async () => {
      const writer = await lab.started(options());
      const reader = await lab.started(options());
      const lease = await acquire(writer, 't');
      const heard: number[] = [];
      reader.engine.bus.follow(lease.threadPk, (seq) => heard.push(seq));
      await lab.pass(pollMs, reader, writer);
      heard.length = 0;
      await lab.pass(10 * pollMs, reader, writer);
      expect(heard).toEqual([]);
      await writer.engine.log.append([itemOf(lease, [event(1), event(2)])]);
      await lab.pass(pollMs + 50, reader, writer);
      expect(heard).toEqual([2]);
    });

    it('finds out that a thread was removed', async () => {
      const writer = await lab.started(options());
      const reader = await lab.started(options());
      const lease = await acquire(writer, 't');
      await writer.engine.log.append([itemOf(lease, [event(1)])]);
      const heard: number[] = [];
      reader.engine.bus.follow(lease.threadPk, (seq) => heard.push(seq));
      await lab.pass(pollMs + 50, reader, writer);
      await writer.engine.threads.remove(UNSCOPED, 't');
      await lab.pass(pollMs + 50, reader, writer);
      expect(heard).toEqual([1, 2]);
    });

    it('finds out what has changed for an owner', async () => {
      const writer = await lab.started(options());
      const reader = await lab.started(options());
      const heard: number[] = [];
      reader.engine.bus.followMeta(ALICE, (seq) => heard.push(seq));
      await lab.pass(pollMs + 50, reader, writer);
      await writer.engine.threads.ensure(ALICE, { threadId: 't', agentId: 'a' });
      await lab.pass(16_000, reader, writer);
      expect(heard).toEqual([0, 1]);
    });
  });

  it('asks nothing while nobody follows', async () => {
    const faulty = new FaultyBackend(ownBackend(lab.tables));
    const node = await lab.started({}, faulty.backend);
    const asked = () => faulty.calls.filter((call) => /^(heads|changeHeads)$/.test(call)).length;
    await lab.pass(5_000, node);
    expect(asked()).toBe(0);
    const leave = node.engine.bus.follow(1, () => undefined);
    await lab.pass(1_000, node);
    expect(asked()).toBeGreaterThan(2);
    leave();
    const before = asked();
    await lab.pass(5_000, node);
    expect(asked()).toBe(before);
  });

  it('goes on asking after a failure, and complains of it once', async () => {
    const faulty = new FaultyBackend(ownBackend(lab.tables));
    const node = await lab.started({}, faulty.backend);
    const { threadPk } = await acquire(node, 't');
    const heard: number[] = [];
    node.engine.bus.follow(threadPk, (seq) => heard.push(seq));
    faulty.isDown = true;
    await lab.pass(1_500, node);
    expect(node.warnings).toHaveLength(1);
    faulty.isDown = false;
    await lab.pass(500, node);
    expect(heard).toEqual([0]);
  });

  it('asks only after foreign writes where the backend can tell of them', async () => {
    const inner = ownBackend(lab.tables);
    let written = false;
    const faulty = new FaultyBackend({
      ...inner,
      hasForeignWrites: () => {
        const answer = written;
        written = false;
        return answer;
      },
    });
    const writer = await lab.started();
    const reader = await lab.started({}, faulty.backend);
    const asked = () => faulty.calls.filter((call) => call === 'heads').length;
    const lease = await acquire(writer, 't');
    const heard: number[] = [];
    reader.engine.bus.follow(lease.threadPk, (seq) => heard.push(seq));
    await lab.pass(3_000, reader, writer);
    expect(asked()).toBe(1);
    await writer.engine.log.append([itemOf(lease, [event(1)])]);
    written = true;
    await lab.pass(100, reader, writer);
    expect(heard).toEqual([0, 1]);
    expect(asked()).toBe(2);
  });
});
