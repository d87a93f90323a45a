import { encodeSegment, type AcquiredRun, type AppendRow } from '@flightdeck/store/engine';

import { PostgresBackend } from '../src/postgres-backend.js';
import { resolveConnectionOptions } from '../src/postgres-options.js';
import { describePostgres } from './support/describe-postgres.js';

const NODE = 'node';
const THREADS = 20;

await describePostgres('rows that many want at once', (postgres) => {
  const schema = postgres.newSchema();
  const backend = new PostgresBackend(resolveConnectionOptions({ url: postgres.url, schema }));

  beforeAll(async () => {
    await backend.open();
    await backend.nodes.register(NODE, 600_000);
  });
  afterAll(() => backend.close());

  function rowOf({ threadPk, runPk, fence }: AcquiredRun, seq: number): AppendRow {
    const segments = [{ firstSeq: seq, lastSeq: seq, body: encodeSegment(['{}']) }];
    return { threadPk, runPk, fence, firstSeq: seq, lastSeq: seq, segments, messageIds: [] };
  }

  async function acquire(userId: string, threadId: string): Promise<AcquiredRun> {
    const request = { threadId, runId: 'r', agentId: 'a' };
    const result = await backend.runs.acquire({ tenantId: '', userId }, request, NODE);
    if (result.kind !== 'acquired') throw new Error(result.kind);
    return result;
  }

  it('are given to appends and removals of the same threads without a failure', async () => {
    const scope = { tenantId: '', userId: 'busy' };
    const runs = await Promise.all(
      Array.from({ length: THREADS }, (_, index) => acquire('busy', `t${index}`)),
    );
    const appending = (async (): Promise<number> => {
      for (let seq = 1; ; seq += 1) {
        const outcomes = await backend.log.append(runs.toReversed().map((run) => rowOf(run, seq)));
        if (outcomes.every(({ kind }) => kind === 'fenced')) return seq;
      }
    })();
    let removed = 0;
    while (removed < THREADS) removed += (await backend.threads.removeSome(scope, 7)).length;
    expect(await appending).toBeGreaterThan(0);
    const { head, changes } = await backend.threads.changesSince(scope, 0, 1_000);
    expect(head).toBe(2 * THREADS);
    expect(changes.map(({ metaSeq }) => metaSeq)).toEqual(
      Array.from({ length: 2 * THREADS }, (_, index) => index + 1),
    );
  });

  it('keep no lease from being renewed, and no event from being written', async () => {
    const options = resolveConnectionOptions({ url: postgres.url, schema, poolSize: 1 });
    const narrow = new PostgresBackend(options);
    await narrow.open();
    const scope = { tenantId: '', userId: 'waits' };
    const run = await acquire('waits', 'writes');
    await narrow.threads.ensure(scope, { threadId: 'locked', agentId: 'a' });
    await postgres.query('begin');
    await postgres.query(`select 1 from "${schema}".threads where thread_id = 'locked' for update`);
    let isDone = false;
    const waiting = narrow.threads
      .update(scope, 'locked', { name: 'later' })
      .finally(() => (isDone = true));
    expect(await narrow.nodes.heartbeat(NODE, 600_000)).toMatchObject({ alive: true });
    expect(await narrow.log.append([rowOf(run, 1)])).toEqual([{ kind: 'ok', stop: null }]);
    expect(isDone).toBe(false);
    await postgres.query('rollback');
    expect((await waiting)?.thread.name).toBe('later');
    await narrow.close();
  });

  it('wait for each other where the default is a stricter isolation', async () => {
    const { PGOPTIONS } = process.env;
    process.env['PGOPTIONS'] = '-c default_transaction_isolation=serializable';
    const strict = new PostgresBackend(resolveConnectionOptions({ url: postgres.url, schema }));
    await strict.open();
    const scope = { tenantId: '', userId: 'strict' };
    const many = Array.from({ length: 60 }, (_, index) => `s${index}`);
    await Promise.all(
      many.map((threadId) => strict.threads.ensure(scope, { threadId, agentId: 'a' })),
    );
    await strict.close();
    if (PGOPTIONS === undefined) delete process.env['PGOPTIONS'];
    else process.env['PGOPTIONS'] = PGOPTIONS;
    expect((await backend.threads.changesSince(scope, 0, 1)).head).toBe(60);
  });

  it('number the changes of one user without a gap, whoever makes them', async () => {
    await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const scope = { tenantId: '', userId: 'many' };
        const { threadPk } = await acquire('many', `m${index}`);
        await backend.threads.update(scope, `m${index}`, { name: `name ${threadPk}` });
        if (index % 2 === 0) await backend.threads.remove(scope, `m${index}`);
      }),
    );
    const { head, changes } = await backend.threads.changesSince(
      { tenantId: '', userId: 'many' },
      0,
      1_000,
    );
    expect(head).toBe(75);
    expect(changes.map(({ metaSeq }) => metaSeq)).toEqual(
      Array.from({ length: 75 }, (_, index) => index + 1),
    );
  });
});
