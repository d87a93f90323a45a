import { describe, expect, it } from '@jest/globals';
import { exportThreads, memoryThreads, type Scope, type StoreEngine } from '@flightdeck/store';

const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };
const BOB: Scope = { tenantId: 'acme', userId: 'bob' };

async function run(store: StoreEngine, scope: Scope, threadId: string, runId: string) {
  const request = { threadId, runId, agentId: 'agent' };
  const acquired = await store.coordinator.acquire(scope, request);
  if (acquired.kind !== 'acquired') throw new Error(acquired.kind);
  const delta = (text: string) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: text });
  const events = [{ type: 'RUN_STARTED', threadId, runId }, delta('a'), delta('b')];
  const texts = [...events, { type: 'RUN_FINISHED' }].map((event) => JSON.stringify(event));
  const item = { ...acquired.lease, events: texts, messageIds: [] };
  await store.log.append([{ ...item, close: { status: 'succeeded' } }]);
}

type Line = { type: string; threadId?: string; thread?: { threadId: string } };

async function linesOf(store: StoreEngine, scope: Scope): Promise<Line[]> {
  let text = '';
  for await (const part of exportThreads(store, scope)) text += part;
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

describe('exporting threads', () => {
  it('tells every thread with its runs and compacted events, and none of the store’s keys', async () => {
    const store = memoryThreads({ clock: () => 7 });
    await run(store, ALICE, 't', 'r1');
    await run(store, ALICE, 't', 'r2');
    await store.threads.update(ALICE, 't', { name: 'Tea', archived: true, metadata: { k: 1 } });
    const lines = await linesOf(store, ALICE);
    expect(lines.map(({ type }) => type)).toEqual(['thread', 'run', 'run']);
    expect(lines[0]).toEqual({
      type: 'thread',
      thread: {
        threadId: 't',
        tenantId: 'acme',
        userId: 'alice',
        agentId: 'agent',
        name: 'Tea',
        archived: true,
        createdAt: 7,
        updatedAt: 7,
        lastRunAt: 7,
        metadata: { k: 1 },
      },
    });
    expect(lines[1]).toMatchObject({
      type: 'run',
      threadId: 't',
      run: { runId: 'r1', status: 'succeeded' },
      events: [
        { type: 'RUN_STARTED', threadId: 't', runId: 'r1' },
        { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'ab' },
        { type: 'RUN_FINISHED' },
      ],
    });
    expect(JSON.stringify(lines)).not.toMatch(/"(threadPk|runPk)"/);
  });

  it('tells nobody else’s', async () => {
    const store = memoryThreads();
    await run(store, ALICE, 'a', 'r');
    await run(store, BOB, 'b', 'r');
    expect(JSON.stringify(await linesOf(store, BOB))).not.toContain('alice');
    expect(await linesOf(store, { tenantId: 'acme', userId: null })).toHaveLength(4);
    expect(await linesOf(store, { tenantId: 'other', userId: null })).toEqual([]);
  });

  it('leaves no thread out that runs before many others do', async () => {
    let now = 0;
    const store = memoryThreads({ clock: () => (now += 1) });
    for (let index = 0; index < 450; index += 1) await run(store, ALICE, `t${index}`, 'r');
    const told = new Set<string>();
    for await (const text of exportThreads(store, ALICE)) {
      const { thread } = JSON.parse(text) as Line;
      if (thread !== undefined) told.add(thread.threadId);
      if (told.size !== 250) continue;
      await run(store, ALICE, 't0', 'again');
      for (const threadId of told) await run(store, ALICE, threadId, 'again');
      told.add('t0, as it ran');
    }
    expect(told.has('t0')).toBe(true);
    expect(told.size).toBe(451);
  });

  it('leaves no thread out that runs meanwhile, and tells none twice', async () => {
    let now = 0;
    const store = memoryThreads({ clock: () => (now += 1) });
    for (let index = 0; index < 250; index += 1) await run(store, ALICE, `t${index}`, 'r');
    const told: string[] = [];
    for await (const text of exportThreads(store, ALICE)) {
      const { thread } = JSON.parse(text) as Line;
      if (thread === undefined) continue;
      told.push(thread.threadId);
      // The last of the list moves to its top.
      if (told.length === 50) await run(store, ALICE, 't0', 'again');
    }
    expect(told).toHaveLength(250);
    expect(new Set(told).size).toBe(250);
  });
});
