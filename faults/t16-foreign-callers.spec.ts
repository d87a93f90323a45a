import { CopilotRuntime, createCopilotRuntimeHandler, ROUTES } from '@flightdeck/core';
import type { Scope, StoreEngine } from '@flightdeck/store';
import { baseUrlOf, runOwnershipContract } from '@flightdeck/testing';
import { openStore } from './server/open-store.js';
import type { Database } from './support/databases.js';
import { postgresStore, sqliteStore, type StoreUnderTest } from './support/describe-on.js';

const OWNER: Scope = { tenantId: 'one', userId: 'ada' };
const OTHERS: readonly [title: string, scope: Scope][] = [
  ['another user', { tenantId: 'one', userId: 'bob' }],
  ['a namesake in another tenant', { tenantId: 'two', userId: 'ada' }],
  ['everybody of another tenant', { tenantId: 'two', userId: null }],
  ['nobody in particular of another tenant', { tenantId: 'two', userId: '' }],
];
const SECRET = 'only for ada';

for (const store of [sqliteStore(), await postgresStore()]) {
  const { name, create } = store;
  (create === null ? describe.skip : describe)(`T16 on ${name}`, () => {
    const databases: Database[] = [];
    const open = async (): Promise<StoreEngine> => {
      const database = await newDatabase(store);
      databases.push(database);
      return openStore({ store: database.store, lease: 'default' }, () => undefined);
    };
    afterAll(async () => {
      for (const database of databases) await database.remove();
      await store.close();
    });

    // Every route by both transports, with replays and cursors, for every kind of caller.
    runOwnershipContract({
      name: `the routes, on ${name}`,
      api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
      routes: ROUTES,
      async createServer({ runtime: options, mount }) {
        const runtime = new CopilotRuntime({ ...options, threads: await open() });
        const handler = createCopilotRuntimeHandler({ runtime, ...mount });
        return {
          baseUrl: baseUrlOf('http://runtime.test', mount),
          runtime,
          fetch: (url, init) => handler(new Request(url, init)),
          close: async () => undefined,
        };
      },
    });

    describeScopes(open);
  });
}

function newDatabase({ name, create }: StoreUnderTest): Promise<Database> {
  if (create === null) throw new Error(`There is no ${name}`);
  return create();
}

/** The ports themselves, below whatever the routes check. */
function describeScopes(open: () => Promise<StoreEngine>): void {
  describe.each(OTHERS)('a thread of somebody else, asked for by %s', (_title, scope) => {
    let engine: StoreEngine;
    beforeAll(async () => {
      engine = await open();
      await engine.coordinator.start();
      await createThread(engine);
    });
    afterAll(() => engine.close());

    it('is not there, whatever is asked, and stays as it is', async () => {
      const { threads, coordinator } = engine;
      const before = await contentsOf(engine);
      const answers = [
        await threads.get(scope, 't'),
        await threads.list(scope, { archived: 'all', limit: 200 }),
        await threads.update(scope, 't', { name: 'mine', archived: true, metadata: { x: 1 } }),
        await threads.remove(scope, 't'),
        await threads.clear(scope),
        await threads.changesSince(scope, 0, 100),
        await coordinator.requestStop(scope, { threadId: 't' }),
        await coordinator.requestStop(scope, { threadId: 't', runId: 'running' }),
        await threads.erase(scope),
      ];
      expect(answers).toMatchObject([
        null,
        { threads: [], nextCursor: null },
        null,
        false,
        0,
        { changes: [] },
        { kind: 'not-found' },
        { kind: 'not-found' },
        0,
      ]);
      expect(JSON.stringify(answers)).not.toContain(SECRET);
      expect(await contentsOf(engine)).toEqual(before);
    });

    it('cannot be taken for a run', async () => {
      const { threads, coordinator } = engine;
      const before = await contentsOf(engine);
      const request = { threadId: 't', runId: 'stolen', agentId: 'default' };
      const taken = await coordinator.acquire(scope, request);
      // In another tenant the id is free, and what gets it there is another thread.
      const sameTenant = scope.tenantId === OWNER.tenantId;
      expect(taken.kind).toBe(sameTenant ? 'not-found' : 'acquired');
      expect(await threads.isForeign(scope, 't')).toBe(sameTenant);
      if (taken.kind === 'acquired') expect(taken.lease.threadPk).not.toBe(await pkOf(engine));
      expect(await contentsOf(engine)).toEqual(before);
    });
  });
}

/** A thread of the owner with a name and a run that is going on. */
async function createThread({ coordinator, threads, log }: StoreEngine): Promise<void> {
  const request = { threadId: 't', runId: 'running', agentId: 'default' };
  const taken = await coordinator.acquire(OWNER, request);
  if (taken.kind !== 'acquired') throw new Error(taken.kind);
  const { threadPk, runPk, fence, firstSeq } = taken.lease;
  const events = [JSON.stringify({ type: 'CUSTOM', name: 'secret', value: SECRET })];
  await log.append([{ threadPk, runPk, fence, firstSeq, events, messageIds: [] }]);
  await threads.update(OWNER, 't', { name: SECRET });
}

async function pkOf({ threads }: StoreEngine): Promise<number> {
  return (await threads.get(OWNER, 't'))?.threadPk ?? NaN;
}

/** Everything that the store knows of the owner and the thread. */
async function contentsOf(engine: StoreEngine): Promise<unknown> {
  const { threads, log } = engine;
  const threadPk = await pkOf(engine);
  return {
    thread: await threads.get(OWNER, 't'),
    list: await threads.list(OWNER, { archived: 'all', limit: 200 }),
    changes: await threads.changesSince(OWNER, 0, 100),
    log: await log.read(threadPk, { after: 0 }),
    heads: await log.heads([threadPk]),
  };
}
