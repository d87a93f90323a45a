import type { SqliteBackend } from '../src/sqlite-backend.js';
import { sqliteThreads } from '../src/index.js';
import {
  acquire,
  ALICE,
  openBackend,
  rowOf,
  run,
  type OpenBackend,
} from './support/open-backend.js';
import { tempFolder, type TempFolder } from './support/temp-folder.js';

const DAY_MS = 86_400_000;
const TENANT = { tenantId: '', userId: null };
const NOTHING = { archiveAfterDays: null, removeAfterDays: null, removeArchivedAfterDays: null };

describe('rows of a SQLite file', () => {
  let open: OpenBackend;
  let backend: SqliteBackend;
  beforeEach(async () => {
    open = await openBackend();
    backend = open.backend;
  });
  afterEach(() => backend.close());

  /** Lets the given days pass for a thread. */
  function age(threadId: string, days: number): void {
    open.session.run(
      'update threads set activity_at = activity_at - ? where thread_id = ?',
      days * DAY_MS,
      threadId,
    );
  }

  async function idsOf(archived: 'no' | 'only' | 'all'): Promise<string[]> {
    const threads = await backend.threads.list(TENANT, { archived, limit: 50, after: null });
    return threads.map(({ threadId }) => threadId).toSorted();
  }

  describe('fences', () => {
    it('leave room for a million runs between those of two threads', async () => {
      const first = await acquire(backend, 'a', 'r');
      const second = await acquire(backend, 'b', 'r');
      expect(first.fence).toBe(first.threadPk * 2 ** 20 + 1);
      expect(second.fence).toBe(second.threadPk * 2 ** 20 + 1);
    });

    it('and keys of a removed thread never come again', async () => {
      const old = await run(backend, 't', 'r');
      await backend.threads.remove(ALICE, 't');
      const next = await run(backend, 't', 'r');
      expect(next.threadPk).toBeGreaterThan(old.threadPk);
      expect(next.runPk).toBeGreaterThan(old.runPk);
      expect(next.fence).toBeGreaterThan(old.fence + 1_000_000);
    });
  });

  it('take ids, names and errors literally, whatever they hold', async () => {
    const wild = 'a\u0000b \ud800 🎉 \u001b0000';
    const scope = { tenantId: wild, userId: wild };
    const made = await backend.threads.ensure(scope, { threadId: wild, agentId: wild, name: wild });
    const request = { threadId: wild, runId: wild, agentId: wild, parentRunId: wild };
    const result = await backend.runs.acquire(scope, request, wild);
    if (result.kind !== 'acquired') throw new Error(result.kind);
    const close = { status: 'failed', errorCode: wild, errorMessage: wild } as const;
    const row = { ...rowOf(result, [JSON.stringify(wild)], close), messageIds: [wild] };
    expect(await backend.log.append([row])).toEqual([{ kind: 'ok', stop: null }]);

    const record = { threadId: wild, tenantId: wild, userId: wild, agentId: wild, name: wild };
    expect(made?.thread).toMatchObject(record);
    expect(await backend.threads.get(scope, wild)).toMatchObject(record);
    expect(await backend.threads.get(scope, 'a')).toBeNull();
    const [kept] = await backend.log.runs(result.threadPk, 0, 10);
    expect(kept).toMatchObject({ runId: wild, parentRunId: wild, errorMessage: wild });
    expect([...(await backend.log.knownMessageIds(result.threadPk, [wild, 'a']))]).toEqual([wild]);
    const { changes } = await backend.threads.changesSince(scope, 0, 10);
    expect(changes.map(({ thread }) => thread?.name)).toEqual([wild, wild]);
  });

  it('tell null as metadata from none', async () => {
    await backend.threads.ensure(ALICE, { threadId: 't', agentId: 'agent' });
    expect(await backend.threads.get(ALICE, 't')).not.toHaveProperty('metadata');
    await backend.threads.update(ALICE, 't', { metadata: null });
    await backend.threads.update(ALICE, 't', { name: 'x' });
    expect(await backend.threads.get(ALICE, 't')).toMatchObject({ metadata: null, name: 'x' });
  });

  describe('leases', () => {
    it('end with their time, and are then renewed no more', async () => {
      await backend.nodes.register('node', 60_000);
      const alive = { alive: true, stops: [] };
      expect(await backend.nodes.heartbeat('node', 60_000)).toEqual(alive);
      open.session.run('update nodes set expires_at = expires_at - 60000');
      expect(await backend.nodes.heartbeat('node', 60_000)).toMatchObject({ alive: false });
      expect(await backend.nodes.heartbeat('stranger', 60_000)).toMatchObject({ alive: false });
      await backend.nodes.register('node', 60_000);
      expect(await backend.nodes.heartbeat('node', 60_000)).toEqual(alive);
    });

    it('of a living node keep its runs, also from a request to stop', async () => {
      await backend.nodes.register('node', 60_000);
      const { threadPk, runPk } = await acquire(backend, 't', 'r');
      expect(await backend.runs.takeOver('other', 10)).toEqual([]);
      expect(await backend.runs.takeOver('other', 10, threadPk)).toEqual([]);
      const owner = { threadPk, runPk, ownerNode: 'node', ownerGone: false };
      expect(await backend.runs.requestStop(ALICE, { threadId: 't' })).toEqual({
        result: { kind: 'stopping', runId: 'r' },
        ...owner,
      });
      const stops = [{ threadPk, runPk, reason: 'stop' }];
      expect(await backend.nodes.heartbeat('node', 60_000)).toEqual({ alive: true, stops });
    });

    it('that are gone give the run on, with the request to stop it, again and again', async () => {
      const lost = await acquire(backend, 't', 'r', { nodeId: 'lost' });
      const { threadPk, fence, runPk } = lost;
      await backend.runs.requestStop(ALICE, { threadId: 't', reason: 'superseded' });
      for (const [index, nodeId] of ['b', 'c'].entries()) {
        const [taken] = await backend.runs.takeOver(nodeId, 10);
        expect(taken).toMatchObject({
          run: { runPk, fence, attempt: index + 2 },
          threadId: 't',
          owner: ALICE,
          fence: fence + index + 1,
          nextSeq: 1,
          stopRequested: true,
        });
      }
      expect(await backend.runs.takeOver('c', 10)).toEqual([]);
      expect(await backend.runs.takeOver('c', 10, threadPk)).toHaveLength(1);
      const last = rowOf({ ...lost, fence: fence + 3 }, ['{}']);
      expect(await backend.log.append([last])).toEqual([{ kind: 'ok', stop: 'superseded' }]);
    });

    it('of an earlier boot have ended, whatever their time says', async () => {
      await backend.nodes.register('node', 60_000);
      await acquire(backend, 't', 'r');
      open.session.run("update nodes set boot_id = 'earlier'");
      expect(await backend.runs.takeOver('other', 10)).toHaveLength(1);
    });

    it('outlive a jump of the wall clock', async () => {
      await backend.nodes.register('node', 60_000);
      await acquire(backend, 't', 'r');
      const now = Date.now;
      try {
        Date.now = () => now() + 3_600_000;
        expect(await backend.nodes.heartbeat('node', 60_000)).toMatchObject({
          // Where the system tells its boots apart.
          alive: process.platform === 'linux',
        });
      } finally {
        Date.now = now;
      }
    });
  });

  describe('archives', () => {
    const history = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        firstSeq: index * 2 + 1,
        seq: index * 2 + 2,
        json: JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', delta: `part ${index} ü` }),
      }));

    async function archived(count: number): Promise<number> {
      const events = Array.from({ length: count * 2 }, () => '{}');
      const { runPk } = await run(backend, 't', `r${count}`, events);
      const row = await backend.log.run(runPk);
      if (row === null) throw new Error('The run is gone');
      await backend.log.writeArchive(row, { events: history(count), fences: [[1, row.fence]] });
      return runPk;
    }

    it('come back as they were, compressed where that pays', async () => {
      const small = await archived(3);
      const large = await archived(500);
      expect((await backend.log.archive(small))?.events).toEqual(history(3));
      expect((await backend.log.archive(large))?.events).toEqual(history(500));
      const rows = open.session.all(
        'select codec, raw_bytes, length(body) as size from run_archives',
      );
      expect(rows.map(({ codec }) => codec)).toEqual([0, 1]);
      expect(Number(rows[1]?.['size'])).toBeLessThan(Number(rows[1]?.['raw_bytes']) / 5);
    });

    it('keep the fence of merged events', async () => {
      const { runPk, fence } = await run(backend, 't', 'r');
      const row = await backend.log.run(runPk);
      const events = [
        { seq: 1, json: '{}' },
        { firstSeq: 2, seq: 3, fence: fence + 1, json: '[]' },
      ];
      const fences = [
        [1, fence],
        [3, fence + 1],
      ] as const;
      if (row !== null) await backend.log.writeArchive(row, { events, fences });
      expect(await backend.log.archive(runPk)).toEqual({ events, fences });
    });

    it('are written once, and not for a run that is gone', async () => {
      const runPk = await archived(3);
      const row = await backend.log.run(runPk);
      if (row === null) throw new Error('The run is gone');
      await backend.log.writeArchive(row, { events: [], fences: [] });
      expect((await backend.log.archive(runPk))?.events).toHaveLength(3);
      expect(await backend.log.run(runPk)).toMatchObject({ compacted: true });
      await backend.threads.remove(ALICE, 't');
      await backend.log.writeArchive(row, { events: [], fences: [] });
      expect(await backend.log.archive(runPk)).toBeNull();
    });

    it('take the place of raw events after their time, not before', async () => {
      const runPk = await archived(3);
      const raw = await run(backend, 't', 'raw');
      const { threadPk } = raw;
      expect(await backend.log.dropRaw(60_000, 10)).toBe(0);
      expect(await backend.log.dropRaw(-1, 10)).toBe(1);
      expect(await backend.log.dropRaw(-1, 10)).toBe(0);
      const { segments } = await backend.log.read(threadPk, 0, 1_000);
      expect(segments.map((segment) => segment.runPk)).toEqual([raw.runPk]);
      expect(await backend.log.cursorFacts(threadPk, 2)).toMatchObject({
        segmentFence: null,
        run: { runPk, compacted: true },
      });
    });

    it('answer a repeated append whose raw events are gone', async () => {
      const acquired = await acquire(backend, 't', 'r');
      const last = rowOf(acquired, ['{}', '{}'], { status: 'succeeded' });
      await backend.log.append([last]);
      const row = await backend.log.run(acquired.runPk);
      const archive = { events: history(1), fences: [[1, acquired.fence]] as const };
      if (row !== null) await backend.log.writeArchive(row, archive);
      await backend.log.dropRaw(-1, 10);
      expect(await backend.log.append([last])).toEqual([{ kind: 'ok', stop: null }]);
      const fenced = { kind: 'fenced', currentFence: acquired.fence };
      const stale = { ...last, fence: acquired.fence - 1 };
      expect(await backend.log.append([stale])).toEqual([fenced]);
      expect(await backend.log.append([{ ...last, lastSeq: 3 }])).toEqual([fenced]);
    });

    it('are due for runs that ended, the oldest first', async () => {
      const first = await run(backend, 'a', 'r');
      const second = await run(backend, 'b', 'r');
      await acquire(backend, 'c', 'r');
      open.session.run('update runs set ended_at = ended_at - 1000 where pk = ?', second.runPk);
      const due = async (minAgeMs: number) =>
        (await backend.log.runsToCompact(minAgeMs, 10)).map(({ runPk }) => runPk);
      expect(await due(-1)).toEqual([second.runPk, first.runPk]);
      expect(await due(500)).toEqual([second.runPk]);
    });

    it('of a later version, or damaged ones, are refused', async () => {
      const runPk = await archived(500);
      open.session.run('update run_archives set body = ?', new Uint8Array([1, 2, 3]));
      await expect(backend.log.archive(runPk)).rejects.toMatchObject({ code: 'corrupt' });
      open.session.run('update run_archives set codec = 9');
      await expect(backend.log.archive(runPk)).rejects.toMatchObject({ code: 'newer_schema' });
    });
  });

  describe('retention', () => {
    it('archives what is idle and removes what is idle for longer', async () => {
      for (const id of ['new', 'idle', 'old']) await run(backend, id, 'r');
      age('idle', 10);
      age('old', 40);
      const policy = { archiveAfterDays: 7, removeAfterDays: 30, removeArchivedAfterDays: null };
      const { removed, archived } = await backend.threads.applyRetention(policy, 10);
      expect(removed).toMatchObject([{ owner: ALICE, nextSeq: 2 }]);
      expect(archived).toMatchObject([{ owner: ALICE }]);
      expect(await idsOf('no')).toEqual(['new']);
      expect(await idsOf('only')).toEqual(['idle']);
      const { changes, head } = await backend.threads.changesSince(ALICE, 3, 10);
      expect(changes.map(({ kind, threadId }) => [kind, threadId])).toEqual([
        ['deleted', 'old'],
        ['archived', 'idle'],
      ]);
      expect(archived[0]?.metaSeq).toBe(head);
    });

    it('removes archived threads by their own rule or the common one, whichever is shorter', async () => {
      for (const id of ['a', 'b', 'c']) {
        await run(backend, id, 'r');
        await backend.threads.update(ALICE, id, { archived: true });
      }
      age('b', 10);
      age('c', 40);
      const keep = { ...NOTHING, removeAfterDays: 30 };
      await backend.threads.applyRetention(keep, 10);
      expect(await idsOf('only')).toEqual(['a', 'b']);
      await backend.threads.applyRetention({ ...keep, removeArchivedAfterDays: 5 }, 10);
      expect(await idsOf('only')).toEqual(['a']);
    });

    it('touches no more than the limit, the longest idle first, and no active thread', async () => {
      for (const id of ['a', 'b', 'c']) await run(backend, id, 'r');
      await acquire(backend, 'busy', 'r');
      for (const [index, id] of ['busy', 'a', 'b', 'c'].entries()) age(id, 100 - index);
      const policy = { ...NOTHING, removeAfterDays: 30 };
      await backend.threads.applyRetention(policy, 2);
      expect(await idsOf('all')).toEqual(['busy', 'c']);
      await backend.threads.applyRetention(policy, 2);
      expect(await idsOf('all')).toEqual(['busy']);
    });

    it('and clearing get through more threads than one transaction has', async () => {
      const ids = Array.from({ length: 50 }, (_, index) => `t${index}`);
      for (const id of ids) {
        await backend.threads.ensure(ALICE, { threadId: id, agentId: 'agent' });
        age(id, 10);
      }
      const policy = { ...NOTHING, archiveAfterDays: 5 };
      expect((await backend.threads.applyRetention(policy, 30)).archived).toMatchObject([
        { owner: ALICE, metaSeq: 80 },
      ]);
      expect((await backend.threads.applyRetention(policy, 30)).archived).toMatchObject([
        { owner: ALICE, metaSeq: 100 },
      ]);
      expect(await backend.threads.removeSome(ALICE, 45)).toHaveLength(45);
      expect(await backend.threads.removeSome(ALICE, 45)).toHaveLength(5);
      expect(await backend.threads.removeSome(ALICE, 45)).toEqual([]);
    });

    it('keeps everything without a policy, but no changes of former days', async () => {
      await run(backend, 't', 'r');
      age('t', 9_999);
      open.session.run('update thread_changes set at = at - ?', 2 * DAY_MS);
      const nothing = { removed: [], archived: [] };
      expect(await backend.threads.applyRetention(NOTHING, 10)).toEqual(nothing);
      expect(await idsOf('no')).toEqual(['t']);
      expect(await backend.threads.changesSince(ALICE, 0, 10)).toEqual({
        changes: [],
        head: 1,
        truncated: true,
      });
    });
  });

  it('leave nothing of a removed thread behind', async () => {
    const { runPk } = await run(backend, 't', 'r');
    const row = await backend.log.run(runPk);
    if (row !== null) await backend.log.writeArchive(row, { events: [], fences: [] });
    const held = await acquire(backend, 't', 'r2');
    await backend.log.append([{ ...rowOf(held, ['{}']), messageIds: ['m'] }]);
    await backend.threads.remove(ALICE, 't');
    const tables = ['threads', 'thread_heads', 'runs', 'run_archives', 'event_segments'];
    for (const table of [...tables, 'thread_message_ids']) {
      expect([table, open.session.all(`select * from ${table}`)]).toEqual([table, []]);
    }
  });
});

describe('a long run', () => {
  let folder: TempFolder;
  beforeAll(async () => {
    folder = await tempFolder();
  });
  afterAll(() => folder.remove());

  it('of ten thousand events is read back whole, raw and compacted, after a restart', async () => {
    const file = folder.file();
    const delta = (n: number): string =>
      JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: `${n} ` });
    const events = Array.from({ length: 10_000 }, (_, index) => delta(index));
    const first = sqliteThreads({ file });
    await first.coordinator.start();
    const request = { threadId: 't', runId: 'r', agentId: 'agent' };
    const result = await first.coordinator.acquire(TENANT, request);
    if (result.kind !== 'acquired') throw new Error(result.kind);
    const { threadPk, runPk, fence } = result.lease;
    const lease = { threadPk, runPk, fence, messageIds: [] };
    const append = (from: number, more: object = {}) => {
      const part = { firstSeq: from + 1, events: events.slice(from, from + 2_500) };
      return first.log.append([{ ...lease, ...part, ...more }]);
    };
    for (const from of [0, 2_500, 5_000]) await append(from);
    await append(7_500, { close: { status: 'succeeded' } });
    await first.close();

    const second = sqliteThreads({ file });
    const read: string[] = [];
    for (let after = 0; ;) {
      const { segments, upToDate } = await second.log.read(threadPk, { after });
      read.push(...segments.flatMap((segment) => segment.events));
      after = segments.at(-1)?.lastSeq ?? after;
      if (upToDate) break;
    }
    expect(read).toEqual(events);
    await second.log.compact(runPk);
    for await (const { events: history } of second.log.history(threadPk)) {
      expect(history).toHaveLength(1);
      expect(JSON.parse(history[0]?.json ?? '').delta).toHaveLength(48_890);
    }
    await second.close();
  });
});
