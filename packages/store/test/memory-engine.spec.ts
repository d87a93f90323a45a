import { jest } from '@jest/globals';

import { UNSCOPED, memoryThreads } from '../src/index.js';
import type { AppendItem, MemoryThreads, RunLease } from '../src/index.js';

const text = (delta: string): string =>
  JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta });

async function begin(engine: MemoryThreads, threadId = 't', runId = 'r'): Promise<RunLease> {
  const request = { threadId, runId, agentId: 'agent' };
  const result = await engine.coordinator.acquire(UNSCOPED, request);
  if (result.kind !== 'acquired') throw new Error(result.kind);
  return result.lease;
}

async function append(
  engine: MemoryThreads,
  lease: RunLease,
  more: Partial<AppendItem> = {},
): Promise<void> {
  const { threadPk, runPk, fence, firstSeq } = lease;
  const events = [text('a'), text('b'), text('c')];
  const item = { threadPk, runPk, fence, firstSeq, events, messageIds: [], ...more };
  expect((await engine.log.append([item]))[0]?.kind).toBe('ok');
}

const close = { status: 'succeeded' } as const;

describe('memory engine', () => {
  it('shares nothing with another one', async () => {
    const one = memoryThreads();
    await append(one, await begin(one), { close });
    expect(memoryThreads().listThreads()).toEqual([]);
    expect(one.listThreads()).toHaveLength(1);
  });

  it('answers the runner at once', async () => {
    let now = 1_000;
    const engine = memoryThreads({ clock: () => (now += 1) });
    await append(engine, await begin(engine, 'a'), { close });
    await append(engine, await begin(engine, 'b'), { close });
    await engine.threads.ensure(UNSCOPED, { threadId: 'idle', agentId: 'agent' });
    expect(engine.listThreads().map(({ threadId }) => threadId)).toEqual(['b', 'a']);
    expect(engine.historyOf('a').map(({ events }) => events)).toEqual([
      [{ firstSeq: 1, seq: 3, json: text('abc') }],
    ]);
    expect(engine.historyOf('unknown')).toEqual([]);
    engine.clearAll();
    expect(engine.listThreads()).toEqual([]);
    expect(await engine.threads.get(UNSCOPED, 'idle')).toBeNull();
  });

  it('lists threads of the same moment in the order of their runs, across pages', async () => {
    const engine = memoryThreads({ clock: () => 5 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await begin(engine, id);
    await append(engine, await begin(engine, 'f'), { close });
    await append(engine, await begin(engine, 'g'), { close });
    await begin(engine, 'f', 'again');
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: { limit: number; cursor?: string } = { limit: 2 };
      if (cursor !== null) query.cursor = cursor;
      const page = await engine.threads.list(UNSCOPED, query);
      seen.push(...page.threads.map(({ threadId }) => threadId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['f', 'g', 'e', 'd', 'c', 'b', 'a']);
  });

  it('says nothing about an update that changes nothing', async () => {
    const engine = memoryThreads();
    await engine.threads.ensure(UNSCOPED, { threadId: 't', agentId: 'agent', name: 'x' });
    const before = await engine.threads.get(UNSCOPED, 't');
    const patch = { name: 'x', archived: false };
    expect(await engine.threads.update(UNSCOPED, 't', patch)).toBe(before);
    expect((await engine.threads.changesSince(UNSCOPED, 0, 10)).head).toBe(1);
  });

  it('keeps the latest thousand changes and admits that older ones are gone', async () => {
    const engine = memoryThreads();
    await engine.threads.ensure(UNSCOPED, { threadId: 't', agentId: 'agent' });
    for (let index = 2; index <= 1_200; index += 1) {
      await engine.threads.update(UNSCOPED, 't', { name: `${index}` });
    }
    const since = (metaSeq: number) => engine.threads.changesSince(UNSCOPED, metaSeq, 5);
    expect(await since(199)).toMatchObject({ head: 1_200, truncated: true });
    expect(await since(200)).toMatchObject({ head: 1_200, truncated: false });
    expect((await since(200)).changes.map(({ metaSeq }) => metaSeq)).toEqual([
      201, 202, 203, 204, 205,
    ]);
    expect(await since(9_999)).toMatchObject({ changes: [], truncated: true });
  });

  it('forgets the changes of owners long gone, and repeats no number to them', async () => {
    const engine = memoryThreads({ maxThreads: 1 });
    const owner = (userId: string) => ({ tenantId: '', userId });
    for (let index = 0; index <= 30_000; index += 1) {
      await engine.threads.ensure(owner(`u${index}`), { threadId: `t${index}`, agentId: 'a' });
    }
    expect(await engine.threads.changesSince(owner('u0'), 1, 10)).toEqual({
      changes: [],
      head: 2,
      truncated: true,
    });
    await engine.threads.ensure(owner('u0'), { threadId: 'again', agentId: 'a' });
    expect(await engine.threads.changesSince(owner('u0'), 1, 10)).toMatchObject({
      head: 3,
      truncated: true,
    });
  });

  it('forgets nobody because of one owner whose threads change all the time', async () => {
    const engine = memoryThreads();
    const ada = { tenantId: '', userId: 'ada' };
    const bob = { tenantId: '', userId: 'bob' };
    await engine.threads.ensure(ada, { threadId: 'a', agentId: 'agent' });
    await engine.threads.ensure(bob, { threadId: 'b', agentId: 'agent' });
    for (let index = 0; index < 50_000; index += 1) {
      await engine.threads.update(bob, 'b', { name: `${index}` });
    }
    expect(await engine.threads.changesSince(ada, 0, 10)).toMatchObject({ truncated: false });
  });

  it('compacts only when the last follower has left', async () => {
    const engine = memoryThreads({ rawRuns: 0 });
    const lease = await begin(engine);
    const { threadPk, runPk, fence } = lease;
    const raw = async () => (await engine.log.read(threadPk, { after: 0 })).segments[0]?.events;
    const leaves = [1, 2].map(() => engine.bus.follow(threadPk, () => undefined));
    await append(engine, lease, { close });
    await engine.log.compact(runPk);
    expect(await raw()).toHaveLength(3);
    leaves[0]?.();
    leaves[0]?.();
    expect(await raw()).toHaveLength(3);
    expect(await engine.log.checkCursor(threadPk, `${fence}.1`)).toEqual({ ok: true, after: 1 });
    leaves[1]?.();
    expect(await raw()).toBeUndefined();
    const verdict = { ok: false, reason: 'compacted' };
    expect(await engine.log.checkCursor(threadPk, `${fence}.1`)).toEqual(verdict);
  });

  it('leaves the latest ended runs raw, for clients that come back into the middle of them', async () => {
    const engine = memoryThreads({ rawRuns: 2 });
    const leases = [];
    for (const id of ['a', 'b', 'c']) {
      const lease = await begin(engine, id);
      await append(engine, lease, { close });
      await engine.log.compact(lease.runPk);
      await engine.log.compact(lease.runPk);
      leases.push(lease);
    }
    const verdicts = leases.map(({ threadPk, fence }) =>
      engine.log.checkCursor(threadPk, `${fence}.1`),
    );
    expect((await Promise.all(verdicts)).map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  it('passes over a compacted run and reads the next one', async () => {
    const engine = memoryThreads({ rawRuns: 0 });
    const first = await begin(engine);
    await append(engine, first, { close });
    await engine.log.compact(first.runPk);
    await append(engine, await begin(engine, 't', 'r2'));
    const { segments } = await engine.log.read(first.threadPk, { after: 1 });
    expect(segments.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([[4, 6]]);
  });

  it('reads no more than was asked for, however many runs that takes', async () => {
    const engine = memoryThreads();
    const first = await begin(engine);
    await append(engine, first, { close });
    await append(engine, await begin(engine, 't', 'r2'));
    const query = { after: 0, limitBytes: text('a').length * 4 };
    const { segments, upToDate } = await engine.log.read(first.threadPk, query);
    expect(segments.map(({ events }) => events.length)).toEqual([3, 1]);
    expect(upToDate).toBe(false);
  });

  it('does not take an append for a repeated one that begins before its run', async () => {
    const engine = memoryThreads();
    await append(engine, await begin(engine), { close });
    const lease = await begin(engine, 't', 'r2');
    await append(engine, lease);
    const { threadPk, runPk, fence } = lease;
    const item = { threadPk, runPk, fence, firstSeq: 3, events: [text('a')], messageIds: [] };
    expect((await engine.log.append([item]))[0]?.kind).toBe('fenced');
  });

  it('gives no history beyond a number, even of a compacted run', async () => {
    const engine = memoryThreads({ rawRuns: 0 });
    const lease = await begin(engine);
    const custom = JSON.stringify({ type: 'CUSTOM', name: 'c' });
    await append(engine, lease, { events: [text('a'), custom, text('b')], close });
    await engine.log.compact(lease.runPk);
    const events = [];
    for await (const run of engine.log.history(lease.threadPk, { upTo: 2 })) {
      events.push(...run.events);
    }
    expect(events).toEqual([{ seq: 2, json: custom }]);
  });

  it('tells about a listener that throws', async () => {
    const warnings: string[] = [];
    const engine = memoryThreads({ onWarning: (warning) => warnings.push(warning) });
    engine.bus.follow(1, () => {
      throw new Error('no');
    });
    engine.bus.hint(1, 1);
    expect(warnings).toEqual(['A listener of the live bus threw: Error: no']);
  });

  it('does not call a listener that joins, or one that leaves, during the round', () => {
    const engine = memoryThreads();
    const heard: string[] = [];
    engine.bus.follow(1, () => {
      heard.push('first');
      leave();
      engine.bus.follow(1, () => heard.push('joined'));
    });
    const leave = engine.bus.follow(1, () => heard.push('left'));
    engine.bus.hint(1, 1);
    expect(heard).toEqual(['first']);
  });

  it('is consistent for whoever reacts to a stop within the call', async () => {
    const engine = memoryThreads();
    const lease = await begin(engine);
    lease.signal.addEventListener('abort', () => {
      void append(engine, lease, { close: { status: 'stopped' } });
    });
    const stopped = await engine.coordinator.requestStop(UNSCOPED, { threadId: 't' });
    expect(stopped).toEqual({ kind: 'stopping', runId: 'r' });
    expect((await begin(engine, 't', 'r2')).firstSeq).toBe(4);
  });

  describe('draining', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('gives up on runs that do not end five seconds after their abort', async () => {
      const engine = memoryThreads();
      const lease = await begin(engine);
      let over = false;
      const drained = engine.coordinator.drain(1_000).then(() => (over = true));
      await jest.advanceTimersByTimeAsync(999);
      expect(lease.signal.aborted).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      expect(lease.signal.reason).toBe('shutdown');
      await jest.advanceTimersByTimeAsync(4_999);
      expect(over).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      await drained;
      expect(jest.getTimerCount()).toBe(0);
    });

    it('does not wait for the run of a thread that was removed', async () => {
      const engine = memoryThreads();
      await begin(engine);
      await engine.threads.remove(UNSCOPED, 't');
      let over = false;
      void engine.coordinator.drain(60_000).then(() => (over = true));
      await jest.advanceTimersByTimeAsync(0);
      expect(over).toBe(true);
    });

    it('waits without end when the grace is endless', async () => {
      const engine = memoryThreads();
      const lease = await begin(engine);
      const drained = engine.coordinator.drain(Infinity);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(lease.signal.aborted).toBe(false);
      await append(engine, lease, { close });
      await drained;
      expect(jest.getTimerCount()).toBe(0);
    });
  });
});
