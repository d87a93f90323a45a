import { memoryThreads } from '../src/index.js';
import type { MemoryThreadsOptions, RunLease, Scope } from '../src/index.js';

const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };
const MALLORY: Scope = { tenantId: 'acme', userId: 'mallory' };
const TENANT: Scope = { tenantId: 'acme', userId: null };

const EVENT = JSON.stringify({ type: 'CUSTOM', name: 'n', value: 'x'.repeat(60) });

function openStore(options: MemoryThreadsOptions = {}) {
  const engine = memoryThreads(options);

  async function begin(threadId: string, scope = ALICE, runId = 'r'): Promise<RunLease> {
    const request = { threadId, runId, agentId: 'agent' };
    const result = await engine.coordinator.acquire(scope, request);
    if (result.kind !== 'acquired') throw new Error(result.kind);
    return result.lease;
  }

  async function end(lease: RunLease, events = [EVENT], messageIds: string[] = []): Promise<void> {
    const { threadPk, runPk, fence, firstSeq } = lease;
    const close = { status: 'succeeded' } as const;
    const item = { threadPk, runPk, fence, firstSeq, events, messageIds, close };
    const [outcome] = await engine.log.append([item]);
    expect(outcome?.kind).toBe('ok');
  }

  async function run(threadId: string, scope = ALICE, runId = 'r'): Promise<RunLease> {
    const lease = await begin(threadId, scope, runId);
    await end(lease);
    return lease;
  }

  async function kept(): Promise<string[]> {
    const { threads } = await engine.threads.list(TENANT, { limit: 200 });
    return threads.map(({ threadId }) => threadId).toSorted();
  }

  return { engine, begin, end, run, kept };
}

describe('memory limits', () => {
  it('evicts the thread that was not used for the longest time', async () => {
    const store = openStore({ maxThreads: 3 });
    for (const id of ['a', 'b', 'c']) await store.run(id);
    await store.engine.threads.get(ALICE, 'a');
    await store.run('d');
    expect(await store.kept()).toEqual(['a', 'c', 'd']);
  });

  it('never evicts a thread with an active run, even beyond the limit', async () => {
    const store = openStore({ maxThreads: 2 });
    const leases = [await store.begin('a'), await store.begin('b'), await store.begin('c')];
    expect(await store.kept()).toEqual(['a', 'b', 'c']);
    for (const lease of leases) {
      expect(lease.signal.aborted).toBe(false);
      await store.end(lease);
    }
    await store.run('d');
    expect(await store.kept()).toHaveLength(2);
  });

  it('lets who floods the store lose only their own threads', async () => {
    const store = openStore({ maxThreads: 20 });
    for (let index = 0; index < 5; index += 1) await store.run(`alice ${index}`);
    for (let index = 0; index < 500; index += 1) await store.run(`mallory ${index}`, MALLORY);
    expect((await store.kept()).filter((id) => id.startsWith('alice'))).toHaveLength(5);
    expect(await store.kept()).toContain('mallory 499');
    expect(await store.kept()).toHaveLength(20);
  });

  it('evicts the least recently active among owners with equally many threads', async () => {
    const store = openStore({ maxThreads: 3 });
    for (const id of ['a', 'b', 'c', 'd']) await store.run(id, { tenantId: 'acme', userId: id });
    expect(await store.kept()).toEqual(['b', 'c', 'd']);
  });

  it('counts the events of active runs and evicts from who takes up the most', async () => {
    const store = openStore({ maxBytes: EVENT.length * 10 });
    await store.run('alice');
    const large = await store.begin('mallory 1', MALLORY);
    await store.end(
      large,
      Array.from({ length: 6 }, () => EVENT),
    );
    const growing = await store.begin('bob', { tenantId: 'acme', userId: 'bob' });
    expect(await store.kept()).toEqual(['alice', 'bob', 'mallory 1']);
    const { threadPk, runPk, fence, firstSeq } = growing;
    const events = Array.from({ length: 4 }, () => EVENT);
    await store.engine.log.append([{ threadPk, runPk, fence, firstSeq, events, messageIds: [] }]);
    expect(await store.kept()).toEqual(['alice', 'bob']);
  });

  it('does not hold against an owner what was removed', async () => {
    const store = openStore({ maxBytes: EVENT.length * 10 });
    await store.run('alice');
    const large = await store.begin('alice large');
    await store.end(large, Array(8).fill(EVENT));
    await store.engine.threads.remove(ALICE, 'alice large');
    await store.end(await store.begin('mallory', MALLORY), Array(4).fill(EVENT));
    const bob = { tenantId: 'acme', userId: 'bob' };
    await store.end(await store.begin('bob', bob), Array(6).fill(EVENT));
    expect(await store.kept()).toEqual(['alice', 'bob']);
  });

  it('does not evict the thread that is being written, whatever its size', async () => {
    const store = openStore({ maxBytes: 1 });
    await store.run('a');
    expect(await store.kept()).toEqual(['a']);
    await store.run('b');
    expect(await store.kept()).toEqual(['b']);
  });

  it('counts a compacted run by what is left of it', async () => {
    const text = (delta: string) =>
      JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta });
    const store = openStore({ maxBytes: 2_000 });
    const lease = await store.begin('a');
    await store.end(
      lease,
      Array.from({ length: 25 }, () => text('x')),
    );
    await store.engine.log.compact(lease.runPk);
    await store.end(
      await store.begin('b'),
      Array.from({ length: 25 }, () => text('x')),
    );
    expect(await store.kept()).toEqual(['a', 'b']);
  });

  it('tells the owner of an evicted thread', async () => {
    const store = openStore({ maxThreads: 1 });
    await store.run('a');
    await store.run('b');
    const { changes } = await store.engine.threads.changesSince(ALICE, 0, 10);
    expect(changes.map(({ kind, threadId }) => `${kind} ${threadId}`)).toEqual([
      'created a',
      'deleted a',
      'created b',
    ]);
  });

  it('takes nothing away from whoever is reading it', async () => {
    const store = openStore({ maxThreads: 1, maxRunsPerThread: 1 });
    const { threadPk } = await store.run('a');
    const unfollow = store.engine.bus.follow(threadPk, () => undefined);
    const runIds = async (): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { run } of store.engine.log.history(threadPk)) ids.push(run.runId);
      return ids;
    };
    await store.end(await store.begin('a', ALICE, 'again'), [EVENT]);
    await store.run('b');
    expect(await runIds()).toEqual(['r', 'again']);
    unfollow();
    expect(await runIds()).toEqual(['again']);
    await store.run('c');
    expect(await store.kept()).toEqual(['c']);
  });

  it('drops the oldest runs of a thread, with the messages that only they knew', async () => {
    const store = openStore({ maxRunsPerThread: 2 });
    const first = await store.begin('t', ALICE, 'r0');
    await store.end(first, [EVENT], ['old', 'lasting']);
    for (const id of ['r1', 'r2']) {
      await store.end(await store.begin('t', ALICE, id), [EVENT, EVENT], ['lasting', id]);
    }
    const { engine } = store;
    const { threadPk, fence } = first;
    const runs = [];
    for await (const { run } of engine.log.history(threadPk)) runs.push(run.runId);
    expect(runs).toEqual(['r1', 'r2']);
    const known = await engine.log.knownMessageIds(threadPk, ['old', 'lasting', 'r1', 'r2']);
    expect([...known].toSorted()).toEqual(['lasting', 'r1', 'r2']);
    const { segments } = await engine.log.read(threadPk, { after: 0 });
    expect(segments.map(({ firstSeq }) => firstSeq)).toEqual([2, 4]);
    const lost = { ok: false, reason: 'compacted' };
    expect(await engine.log.checkCursor(threadPk, `${fence}.1`)).toEqual(lost);
    expect(await engine.log.checkCursor(threadPk, `${fence}.0`)).toEqual(lost);
  });

  it('does not count the active run among those that are kept', async () => {
    const store = openStore({ maxRunsPerThread: 2 });
    for (const id of ['r0', 'r1']) await store.run('t', ALICE, id);
    const { threadPk } = await store.begin('t', ALICE, 'r2');
    store.engine.bus.follow(threadPk, () => undefined)();
    const runs = [];
    for await (const { run } of store.engine.log.history(threadPk)) runs.push(run.runId);
    expect(runs).toEqual(['r0', 'r1', 'r2']);
  });

  it.each([0, Infinity])('keeps all runs with maxRunsPerThread %d', async (maxRunsPerThread) => {
    const warnings: string[] = [];
    const store = openStore({ maxRunsPerThread, onWarning: (text) => warnings.push(text) });
    for (let index = 0; index < 150; index += 1) await store.run('t', ALICE, `r${index}`);
    const { threadPk } = (await store.engine.threads.get(ALICE, 't')) ?? { threadPk: 0 };
    let count = 0;
    for await (const _run of store.engine.log.history(threadPk)) count += 1;
    expect(count).toBe(150);
    expect(warnings).toEqual([]);
  });

  it('corrects impossible limits and says so', async () => {
    const warnings: string[] = [];
    const options = { maxThreads: 0, maxRunsPerThread: -3, maxBytes: NaN };
    const store = openStore({ ...options, onWarning: (text) => warnings.push(text) });
    expect(warnings).toEqual([
      'maxRunsPerThread must be a whole number of at least 0; using 1',
      'maxThreads must be a whole number of at least 1; using 1',
      'maxBytes must be a whole number of at least 1; using 536870912',
    ]);
    await store.run('a');
    await store.run('b');
    expect(await store.kept()).toEqual(['b']);
  });
});
