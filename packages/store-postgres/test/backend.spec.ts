import { encodeSegment, type AppendRow } from '@flightdeck/store/engine';
import type { RunClose, Scope } from '@flightdeck/store';

import { PostgresBackend } from '../src/postgres-backend.js';
import { resolveConnectionOptions } from '../src/postgres-options.js';
import { describePostgres } from './support/describe-postgres.js';

const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };
const BOB: Scope = { tenantId: 'acme', userId: 'bob' };
const SUCCEEDED: RunClose = { status: 'succeeded' };
const NODE = 'node-1';

await describePostgres('the rows of PostgreSQL', (postgres) => {
  const schema = postgres.newSchema();
  const backend = new PostgresBackend(
    resolveConnectionOptions({ url: postgres.url, schema, poolSize: 25 }),
  );
  let count = 0;
  const newThread = (): string => `thread ${(count += 1)}`;

  beforeAll(() => backend.open());
  afterAll(() => backend.close());
  beforeEach(() => backend.nodes.register(NODE, 60_000));

  async function acquire(threadId: string, runId = 'r', scope = ALICE, node = NODE) {
    const request = { threadId, runId, agentId: 'agent' };
    const result = await backend.runs.acquire(scope, request, node);
    if (result.kind !== 'acquired') throw new Error(`${threadId} is ${result.kind}`);
    return result;
  }

  type Acquired = Awaited<ReturnType<typeof acquire>>;

  function rowOf(
    run: Acquired,
    events: readonly string[],
    more: Partial<AppendRow> = {},
  ): AppendRow {
    const firstSeq = more.firstSeq ?? run.firstSeq;
    const { threadPk, runPk, fence } = run;
    const lastSeq = firstSeq + events.length - 1;
    const segments = [{ firstSeq, lastSeq, body: encodeSegment(events) }];
    return { threadPk, runPk, fence, firstSeq, lastSeq, segments, messageIds: [], ...more };
  }

  async function ended(threadId: string, runId: string, events: readonly string[]) {
    const run = await acquire(threadId, runId);
    await backend.log.append([rowOf(run, events, { close: SUCCEEDED })]);
    return run;
  }

  describe('ids and names', () => {
    const awkward = ['nul \0', 'half \ud800', 'sub \u001a0000', '日本 🎉', '', ' ', '\u001a', '%'];

    it.each(awkward)('keeps %j as the id of a thread, apart from every other one', async (id) => {
      const scope = { tenantId: `tenant ${id}`, userId: id };
      const made = await backend.threads.ensure(scope, { threadId: id, agentId: id, name: id });
      const { thread } = made ?? {};
      expect(thread).toMatchObject({ threadId: id, agentId: id, name: id, userId: id });
      expect(thread?.tenantId).toBe(scope.tenantId);
      expect(await backend.threads.get(scope, id)).toEqual(thread);
      expect(await backend.threads.get(scope, `${id}0000`)).toBeNull();
      const { changes } = await backend.threads.changesSince(scope, 0, 10);
      expect(changes[0]?.thread).toEqual(thread);
    });

    it('tells half a character from another half', async () => {
      const [one, two] = ['x\ud800', 'x\ud801'];
      const ensured = async (threadId: string) =>
        (await backend.threads.ensure(ALICE, { threadId, agentId: 'a' }))?.thread.threadPk;
      expect(await ensured(one ?? '')).not.toBe(await ensured(two ?? ''));
    });

    it('refuses ids that no index can hold, and says which', async () => {
      const threadId = 'x'.repeat(1_025);
      const made = backend.threads.ensure(ALICE, { threadId, agentId: 'a' });
      await expect(made).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('thread id'),
      });
    });

    it('finds nothing under ids that no index can hold', async () => {
      const { threads, runs } = backend;
      const long = 'x'.repeat(2_000);
      const places = [
        [ALICE, long],
        [{ ...ALICE, userId: long }, 't'],
        [{ ...ALICE, tenantId: long }, 't'],
      ] as const;
      for (const [scope, threadId] of places) {
        expect(await threads.get(scope, threadId)).toBeNull();
        expect(await threads.isForeign(scope, threadId)).toBe(false);
        expect(await threads.update(scope, threadId, { name: 'n' })).toBeNull();
        expect(await threads.remove(scope, threadId)).toBeNull();
        expect((await runs.requestStop(scope, { threadId })).result.kind).toBe('not-found');
      }
      const query = { archived: 'all', limit: 5, after: null, agentId: long } as const;
      expect(await threads.list(ALICE, query)).toEqual([]);
      const ofNobody = await threads.changesSince({ ...ALICE, userId: long }, 0, 5);
      expect(ofNobody).toMatchObject({ changes: [], head: 0 });
    });

    it('knows messages by ids of any length and kind', async () => {
      const ids = ['m\0', 'm\ud800', 'y'.repeat(100_000), `${'y'.repeat(99_999)}z`];
      const run = await acquire(newThread());
      await backend.log.append([rowOf(run, ['{}'], { messageIds: ids.slice(0, 3) })]);
      expect([...(await backend.log.knownMessageIds(run.threadPk, ids))]).toEqual(ids.slice(0, 3));
    });

    it('keeps the error of a run whatever it says', async () => {
      const run = await acquire(newThread());
      const close: RunClose = { status: 'failed', errorCode: 'E\0', errorMessage: '\ud800\0' };
      await backend.log.append([rowOf(run, ['{}'], { close })]);
      const stored = await backend.log.run(run.runPk);
      expect([stored?.errorCode, stored?.errorMessage]).toEqual(['E\0', '\ud800\0']);
    });
  });

  describe('fences', () => {
    it('begin far from those of every other thread', async () => {
      const { threadPk, fence } = await acquire(newThread());
      expect(fence).toBe(threadPk * 2 ** 20 + 1);
      const made = await backend.threads.ensure(ALICE, { threadId: newThread(), agentId: 'a' });
      const pk = made?.thread.threadPk ?? 0;
      expect((await backend.log.heads([pk]))[0]).toMatchObject({ nextSeq: 1, fence: pk * 2 ** 20 });
    });
  });

  describe('simultaneous acquisitions', () => {
    it('give an existing thread to one of twenty, and tell the others who has it', async () => {
      const threadId = newThread();
      await backend.threads.ensure(ALICE, { threadId, agentId: 'a' });
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          backend.runs.acquire(ALICE, { threadId, runId: `r${index}`, agentId: 'a' }, NODE),
        ),
      );
      const kinds = results.map(({ kind }) => kind).toSorted();
      expect(kinds).toEqual(['acquired', ...Array.from({ length: 19 }, () => 'busy')]);
    });

    it('take the same run once', async () => {
      const threadId = newThread();
      const results = await Promise.all(
        Array.from({ length: 10 }, () =>
          backend.runs.acquire(ALICE, { threadId, runId: 'same', agentId: 'a' }, NODE),
        ),
      );
      const kinds = results.map(({ kind }) => kind).toSorted();
      expect(kinds).toEqual(['acquired', ...Array.from({ length: 9 }, () => 'duplicate-run')]);
    });

    it('survive removals of the thread in between', async () => {
      const threadId = newThread();
      await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          if (index % 3 === 0) await backend.threads.remove(ALICE, threadId);
          else {
            await backend.runs.acquire(ALICE, { threadId, runId: `r${index}`, agentId: 'a' }, NODE);
          }
        }),
      );
      const orphans = await postgres.query(
        `select count(*)::int as n from "${schema}".thread_heads h
          left join "${schema}".threads t on t.pk = h.thread_pk where t.pk is null`,
      );
      expect(orphans).toEqual([{ n: 0 }]);
    });
  });

  describe('removal', () => {
    it('leaves nothing of the thread, not even what was being appended', async () => {
      const threadId = newThread();
      const run = await acquire(threadId);
      const appends = (async () => {
        for (let seq = 1; seq < 200; seq += 1) {
          const [outcome] = await backend.log.append([
            rowOf(run, ['{}'], { firstSeq: seq, messageIds: [`m${seq}`] }),
          ]);
          if (outcome?.kind === 'fenced') return seq;
        }
        return null;
      })();
      await backend.threads.remove(ALICE, threadId);
      expect(await appends).not.toBeNull();
      for (const table of ['event_segments', 'thread_message_ids', 'runs', 'thread_heads']) {
        const rows = await postgres.query(
          `select count(*)::int as n from "${schema}".${table} where thread_pk = $1`,
          [run.threadPk],
        );
        expect([table, rows]).toEqual([table, [{ n: 0 }]]);
      }
    });

    it('tells where the log would have gone on, and whose thread it was', async () => {
      const threadId = newThread();
      const run = await ended(threadId, 'r', ['{}', '{}']);
      const removed = await backend.threads.remove({ ...ALICE, userId: null }, threadId);
      expect(removed).toMatchObject({ threadPk: run.threadPk, nextSeq: 3, owner: ALICE });
    });
  });

  describe('archives', () => {
    const events = [
      { seq: 2, firstSeq: 1, json: '{"a":"\\u0000"}' },
      { seq: 3, fence: 7, json: '"日本 🎉"' },
    ];

    it('come back as they were written, the first one only', async () => {
      const { runPk, fence } = await ended(newThread(), 'r', ['{}', '{}', '{}']);
      const run = await backend.log.run(runPk);
      if (run === null) throw new Error('no run');
      expect(run.compacted).toBe(false);
      const archive = { events, fences: [[1, fence]] as const };
      await backend.log.writeArchive(run, archive);
      await backend.log.writeArchive(run, { events: [], fences: [] });
      expect(await backend.log.archive(runPk)).toEqual(archive);
      expect((await backend.log.run(runPk))?.compacted).toBe(true);
      expect(await backend.log.archive(-1)).toBeNull();
    });

    it('are not written for an active run', async () => {
      const { runPk } = await acquire(newThread());
      const run = await backend.log.run(runPk);
      if (run === null) throw new Error('no run');
      await backend.log.writeArchive(run, { events, fences: [] });
      expect(await backend.log.archive(runPk)).toBeNull();
    });

    it('stand for the raw events once those are dropped, also for repeated appends', async () => {
      const { log } = backend;
      const first = await ended(newThread(), 'r', ['{"n":1}', '{"n":2}']);
      const due = await log.runsToCompact(0, 1_000);
      const run = due.find(({ runPk }) => runPk === first.runPk);
      if (run === undefined) throw new Error('not due');
      await log.writeArchive(run, { events, fences: [[1, first.fence]] });
      expect(await log.dropRaw(3_600_000, 1_000)).toBe(0);
      expect(await log.dropRaw(0, 1_000)).toBeGreaterThan(0);
      expect((await log.read(first.threadPk, 0, 1_000)).segments).toEqual([]);
      const repeated = rowOf(first, ['{"n":1}', '{"n":2}'], { close: SUCCEEDED });
      expect(await log.append([repeated])).toEqual([{ kind: 'ok', stop: null }]);
      const forged = { ...repeated, fence: first.fence + 1 };
      expect(await log.append([forged])).toEqual([{ kind: 'fenced', currentFence: first.fence }]);
      expect(await log.cursorFacts(first.threadPk, 1)).toMatchObject({
        segmentFence: null,
        run: { runPk: first.runPk, compacted: true },
      });
    });
  });

  describe('reading', () => {
    it('gives segments until they are large enough, and says whether more follow', async () => {
      const run = await acquire(newThread());
      for (let seq = 1; seq <= 5; seq += 1) {
        await backend.log.append([rowOf(run, [`{"n":${seq}}`], { firstSeq: seq })]);
      }
      const read = async (after: number, limit: number) => {
        const { segments, upToDate } = await backend.log.read(run.threadPk, after, limit);
        return [segments.map(({ firstSeq }) => firstSeq), upToDate];
      };
      expect(await read(0, 1)).toEqual([[1], false]);
      expect(await read(0, 8)).toEqual([[1, 2], false]);
      expect(await read(1, 1_000)).toEqual([[2, 3, 4, 5], true]);
      expect(await read(4, 0)).toEqual([[5], true]);
      expect(await read(5, 10)).toEqual([[], true]);
    });

    it('finds no run and no segment beyond the head', async () => {
      const run = await acquire(newThread());
      await backend.log.append([rowOf(run, ['{}'])]);
      const facts = await backend.log.cursorFacts(run.threadPk, 1);
      expect(facts).toMatchObject({ segmentFence: run.fence, run: { runPk: run.runPk } });
      expect(await backend.log.cursorFacts(run.threadPk, 2)).toMatchObject({
        segmentFence: null,
        run: null,
      });
      expect(await backend.log.cursorFacts(run.threadPk, 0)).toMatchObject({
        segmentFence: null,
        run: null,
      });
      expect(await backend.log.cursorFacts(-1, 0)).toBeNull();
    });
  });

  describe('nodes', () => {
    it('lose their runs when their lease has expired, and only then', async () => {
      await backend.nodes.register('dead', 60_000);
      const run = await acquire(newThread(), 'r', BOB, 'dead');
      await backend.runs.requestStop(BOB, { threadId: `thread ${count}` });
      expect(await backend.runs.takeOver(NODE, 100)).toEqual([]);
      expect(await backend.runs.takeOver(NODE, 100, run.threadPk)).toEqual([]);
      await postgres.query(
        `update "${schema}".nodes set expires_at = now() - interval '1 s' where node_id = 'dead'`,
      );
      expect(await backend.nodes.heartbeat('dead', 60_000)).toMatchObject({ alive: false });
      const taken = await backend.runs.takeOver(NODE, 100);
      expect(taken).toMatchObject([
        {
          run: { runPk: run.runPk, attempt: 2, fence: run.fence, status: 'running' },
          owner: BOB,
          fence: run.fence + 1,
          nextSeq: 1,
          stopRequested: true,
        },
      ]);
      expect(await backend.runs.takeOver(NODE, 100)).toEqual([]);
      // Its own run, for a node that asks for this very thread.
      expect(await backend.runs.takeOver(NODE, 100, run.threadPk)).toMatchObject([
        { fence: run.fence + 2, run: { attempt: 3 } },
      ]);
      const stale = await backend.log.append([rowOf(run, ['{}'])]);
      expect(stale).toEqual([{ kind: 'fenced', currentFence: run.fence + 2 }]);
    });

    it('hear with their heartbeat what is to be stopped, and why', async () => {
      await backend.nodes.register('stopping', 60_000);
      const threadId = newThread();
      const run = await acquire(threadId, 'r', ALICE, 'stopping');
      const stop = await backend.runs.requestStop(ALICE, { threadId, reason: 'superseded' });
      expect(stop).toEqual({
        result: { kind: 'stopping', runId: 'r' },
        threadPk: run.threadPk,
        runPk: run.runPk,
        ownerNode: 'stopping',
        ownerGone: false,
      });
      expect(await backend.nodes.heartbeat('stopping', 60_000)).toEqual({
        alive: true,
        stops: [{ threadPk: run.threadPk, runPk: run.runPk, reason: 'superseded' }],
      });
      await backend.nodes.remove('stopping');
      expect(await backend.nodes.heartbeat('stopping', 60_000)).toMatchObject({ alive: false });
      const again = await backend.runs.requestStop(ALICE, { threadId });
      expect(again).toMatchObject({ result: { kind: 'already-stopping' }, ownerGone: true });
    });
  });

  describe('retention', () => {
    const keep = { archiveAfterDays: null, removeAfterDays: null, removeArchivedAfterDays: null };
    const scope = { tenantId: 'retained', userId: 'carol' };

    async function idle(threadId: string, days: number): Promise<void> {
      await backend.threads.ensure(scope, { threadId, agentId: 'a' });
      await postgres.query(
        `update "${schema}".threads set created_at = now() - $2 * interval '1 day' where thread_id = $1`,
        [threadId, days],
      );
    }

    it('does nothing without limits', async () => {
      await idle('kept', 1_000);
      expect(await backend.threads.applyRetention(keep, 100)).toEqual({
        removed: [],
        archived: [],
      });
    });

    it('archives what is idle, and removes it when it has been for longer', async () => {
      await idle('young', 1);
      await idle('old', 10);
      const { head } = await backend.threads.changesSince(scope, 0, 100);
      const archived = await backend.threads.applyRetention({ ...keep, archiveAfterDays: 5 }, 100);
      expect(archived).toEqual({ removed: [], archived: [{ owner: scope, metaSeq: head + 2 }] });
      expect((await backend.threads.get(scope, 'old'))?.archived).toBe(true);
      expect((await backend.threads.get(scope, 'young'))?.archived).toBe(false);
      const removal = { ...keep, removeArchivedAfterDays: 5 };
      const { removed } = await backend.threads.applyRetention(removal, 1);
      expect(removed).toHaveLength(1);
      expect((await backend.threads.applyRetention(removal, 10)).removed).toHaveLength(1);
      expect(await backend.threads.get(scope, 'old')).toBeNull();
      expect(await backend.threads.get(scope, 'young')).not.toBeNull();
    });

    it('never removes a thread that is running', async () => {
      await idle('running', 10);
      await acquire('running', 'r', scope);
      await postgres.query(
        `update "${schema}".threads set last_run_at = now() - interval '10 days' where thread_id = 'running'`,
      );
      await backend.threads.applyRetention({ ...keep, removeAfterDays: 5 }, 100);
      expect(await backend.threads.get(scope, 'running')).not.toBeNull();
    });

    it('forgets changes after a day, and says that they are missing', async () => {
      await postgres.query(
        `update "${schema}".thread_changes set at = now() - interval '25 hours' where user_id = 'carol'`,
      );
      await backend.threads.applyRetention(keep, 1);
      const { changes, head, truncated } = await backend.threads.changesSince(scope, 0, 100);
      expect([changes, truncated]).toEqual([[], true]);
      expect(head).toBeGreaterThan(0);
      expect(await backend.threads.changeHeads([scope, BOB, { ...scope, userId: 'x' }])).toEqual([
        head,
        expect.any(Number),
        0,
      ]);
    });
  });
});
