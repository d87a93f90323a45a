import { event } from './support/events.js';
import { FakeClock, until } from '@flightdeck/testing';
import type { OrphanedRun, RunLease, Scope, StoreEngine } from '@flightdeck/store';

import { postgresThreads, type PostgresThreadsOptions } from '../src/index.js';
import { describePostgres } from './support/describe-postgres.js';
import { Relay } from './support/relay.js';

const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };
const SUCCEEDED = { status: 'succeeded' } as const;

await describePostgres('several engines on one PostgreSQL', (postgres) => {
  const schema = postgres.newSchema();
  const open: StoreEngine[] = [];
  let count = 0;

  async function start(
    options: PostgresThreadsOptions = {},
    onOrphan: (orphan: OrphanedRun) => void = () => undefined,
  ): Promise<StoreEngine> {
    const engine = postgresThreads({ url: postgres.url, schema, ...options });
    open.push(engine);
    await engine.coordinator.start({ onOrphan });
    return engine;
  }

  async function acquire(engine: StoreEngine, threadId: string, runId = 'r'): Promise<RunLease> {
    const request = { threadId, runId, agentId: 'agent' };
    const result = await engine.coordinator.acquire(ALICE, request);
    if (result.kind !== 'acquired') throw new Error(`${threadId} is ${result.kind}`);
    return result.lease;
  }

  function itemOf({ threadPk, runPk, fence, firstSeq }: RunLease, events: readonly string[]) {
    return { threadPk, runPk, fence, firstSeq, events, messageIds: [] };
  }

  async function readAll(engine: StoreEngine, threadPk: number): Promise<string[]> {
    const { segments } = await engine.log.read(threadPk, { after: 0, limitBytes: 1_000_000 });
    return segments.flatMap(({ events }) => events);
  }

  const newThread = (): string => `thread ${(count += 1)}`;

  afterEach(async () => {
    await Promise.all(open.splice(0).map((engine) => engine.close()));
  });

  it('give a thread to exactly one of twenty runs', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const threadId = newThread();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const request = { threadId, runId: `r${index}`, agentId: 'agent' };
        return (index % 2 === 0 ? one : two).coordinator.acquire(ALICE, request);
      }),
    );
    const kinds = results.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'acquired')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'busy')).toHaveLength(19);
  });

  it('take a run over when its engine falls silent, and shut that one out', async () => {
    // Its time stands still: it renews nothing and notices nothing.
    const silent = await start({ clock: new FakeClock(), lease: { ttlMs: 400 } });
    const threadId = newThread();
    const lost = await acquire(silent, threadId);
    const orphans: OrphanedRun[] = [];
    // Long enough to be kept on a busy machine.
    const heir = await start({ lease: { ttlMs: 2_000 } }, (orphan) => {
      if (orphan.threadId === threadId) orphans.push(orphan);
    });
    await until(() => orphans.length > 0, 'the run to be taken over');
    const [orphan] = orphans;
    if (orphan === undefined) throw new Error('no orphan');
    expect(orphan).toMatchObject({ threadId, scope: ALICE, run: { runId: 'r', attempt: 2 } });
    expect(orphan.lease.fence).toBe(lost.fence + 1);
    const [late] = await silent.log.append([itemOf(lost, [event(1)])]);
    expect(late).toEqual({ kind: 'fenced', currentFence: orphan.lease.fence });
    const close = { status: 'failed', errorCode: 'OWNER_LOST' } as const;
    const [last] = await heir.log.append([{ ...itemOf(orphan.lease, [event(2)]), close }]);
    expect(last?.kind).toBe('ok');
    await acquire(heir, threadId, 'next');
    expect(await readAll(heir, lost.threadPk)).toEqual([event(2)]);
  });

  it('stop each other’s runs at once', async () => {
    // No heartbeat comes in time.
    const quiet = { lease: { ttlMs: 600_000 } };
    const [owner, other] = await Promise.all([start(quiet), start(quiet)]);
    const threadId = newThread();
    const lease = await acquire(owner, threadId);
    const result = await other.coordinator.requestStop(ALICE, { threadId });
    expect(result).toEqual({ kind: 'stopping', runId: 'r' });
    await until(() => lease.signal.aborted, 'the owner to hear of it');
    expect(lease.signal.reason).toBe('stop');
  });

  it('stop each other’s runs without hints, by the next heartbeat', async () => {
    const quiet = { bus: null, lease: { ttlMs: 1_000 } };
    const [owner, other] = await Promise.all([start(quiet), start(quiet)]);
    const threadId = newThread();
    const lease = await acquire(owner, threadId);
    await other.coordinator.requestStop(ALICE, { threadId, reason: 'superseded' });
    await until(() => lease.signal.aborted, 'the owner to hear of it');
    expect(lease.signal.reason).toBe('superseded');
  });

  it.each([
    ['by a notification, long before anybody would look', { pollMs: 600_000 }],
    ['by looking, without a bus', { bus: null, pollMs: 50 }],
  ])('hear of each other’s events %s', async (_how, options) => {
    const [writer, reader] = await Promise.all([start(options), start(options)]);
    const lease = await acquire(writer, newThread());
    const heard: number[] = [];
    reader.bus.follow(lease.threadPk, (seq) => heard.push(seq));
    let events = 0;
    await until(async () => {
      // A listener may be a moment late: the next hint says the same and more.
      const item = { ...itemOf(lease, [event(events)]), firstSeq: lease.firstSeq + events };
      await writer.log.append([item]);
      events += 1;
      writer.bus.hint(lease.threadPk, events);
      return heard.length > 0;
    }, 'a hint');
    expect(heard[0]).toBeLessThanOrEqual(events);
  });

  it('hear of changes of threads', async () => {
    const [writer, reader] = await Promise.all([start({ pollMs: 600_000 }), start()]);
    const heard: number[] = [];
    reader.bus.followMeta(ALICE, (metaSeq) => heard.push(metaSeq));
    const threadId = newThread();
    await writer.threads.ensure(ALICE, { threadId, agentId: 'agent' });
    await until(async () => {
      await writer.threads.update(ALICE, threadId, { name: `name ${heard.length}` });
      return heard.length > 0;
    }, 'a change');
  });

  describe('an append whose connection breaks', () => {
    it('is stored once when it is repeated, if the backend was killed before [durable.repeated-append]', async () => {
      const engine = await start();
      const lease = await acquire(engine, newThread());
      const item = { ...itemOf(lease, [event(1)]), close: SUCCEEDED };
      await postgres.query('begin');
      await postgres.query(
        `select 1 from "${schema}".thread_heads where thread_pk = $1 for update`,
        [lease.threadPk],
      );
      const broken = engine.log.append([item]);
      await until(async () => {
        const rows = await postgres.query(
          `select pg_terminate_backend(pid) as done from pg_stat_activity
            where wait_event_type = 'Lock' and query like $1`,
          [`%${schema}%`],
        );
        return rows.length > 0;
      }, 'the append to wait');
      await expect(broken).rejects.toMatchObject({ code: 'unavailable' });
      await postgres.query('rollback');
      expect(await engine.log.append([item])).toMatchObject([{ kind: 'ok', durableSeq: 1 }]);
      expect(await readAll(engine, lease.threadPk)).toEqual([event(1)]);
    });

    it('is stored once when it is repeated, if only the answer was lost [durable.repeated-append]', async () => {
      const relay = await Relay.to(postgres.url);
      try {
        const engine = await start({ url: relay.url, bus: null });
        const lease = await acquire(engine, newThread());
        const item = { ...itemOf(lease, [event(1), event(2)]), close: SUCCEEDED };
        relay.silent = true;
        const broken = engine.log.append([item]).catch((error: unknown) => error);
        await until(async () => {
          const rows = await postgres.query(
            `select 1 as it from "${schema}".event_segments where thread_pk = $1`,
            [lease.threadPk],
          );
          return rows.length > 0;
        }, 'the append to be committed');
        relay.silent = false;
        relay.cut();
        expect(await broken).toMatchObject({ code: 'unavailable' });
        // Idle connections notice the cut in their own time.
        let again: unknown = null;
        await until(async () => {
          again = await engine.log.append([item]).catch(() => null);
          return again !== null;
        }, 'the append to go through');
        expect(again).toMatchObject([{ kind: 'ok', durableSeq: 2 }]);
        expect(await readAll(engine, lease.threadPk)).toEqual([event(1), event(2)]);
      } finally {
        await relay.close();
      }
    });
  });
});
