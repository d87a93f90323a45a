import type { Scope, StoreEngine } from '@flightdeck/store';

import { postgresThreads, type PostgresThreadsOptions } from '../src/index.js';
import { describePostgres } from './support/describe-postgres.js';

const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };

await describePostgres('the schema in PostgreSQL', (postgres) => {
  const open: StoreEngine[] = [];

  function engineOf(schema: string, options: PostgresThreadsOptions = {}): StoreEngine {
    const engine = postgresThreads({
      url: postgres.url,
      schema,
      bus: null,
      poolSize: 2,
      ...options,
    });
    open.push(engine);
    return engine;
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map((engine) => engine.close()));
  });

  it('is made once by four engines that start together', async () => {
    const schema = postgres.newSchema();
    const engines = Array.from({ length: 4 }, () => engineOf(schema));
    await Promise.all(engines.map((engine) => engine.coordinator.start()));
    const rows = await postgres.query(`select id from "${schema}".schema_migrations order by id`);
    expect(rows.map(({ id }) => id)).toEqual([1]);
    const nodes = await postgres.query(`select count(*)::int as n from "${schema}".nodes`);
    expect(nodes).toEqual([{ n: 4 }]);
  });

  it('is not made where it is only to be verified, and found once it is there', async () => {
    const schema = postgres.newSchema();
    const refusal = engineOf(schema, { migrate: 'verify' }).coordinator.start();
    await expect(refusal).rejects.toMatchObject({ code: 'migration_required' });
    const found = await postgres.query('select 1 as it from pg_namespace where nspname = $1', [
      schema,
    ]);
    expect(found).toEqual([]);
    await engineOf(schema).coordinator.start();
    await engineOf(schema, { migrate: 'verify' }).coordinator.start();
  });

  it('is not touched when a later version has been there [durable.refusals]', async () => {
    const schema = postgres.newSchema();
    await engineOf(schema).coordinator.start();
    await postgres.query(
      `insert into "${schema}".schema_migrations values (999, 'later', 'x', now())`,
    );
    for (const migrate of ['auto', 'verify'] as const) {
      const refusal = engineOf(schema, { migrate }).coordinator.start();
      await expect(refusal).rejects.toMatchObject({ code: 'newer_schema' });
    }
  });

  it('has its own threads under any name', async () => {
    const [one, two] = [postgres.newSchema(), `${postgres.newSchema()} "Ünïcode" $1`];
    const engines = [engineOf(one), engineOf(two)];
    await engines[0]?.threads.ensure(ALICE, { threadId: 't', agentId: 'a' });
    expect(await engines[1]?.threads.get(ALICE, 't')).toBeNull();
    await postgres.query(`drop schema "${two.replaceAll('"', '""')}" cascade`);
  });

  it('comes back by itself when somebody has dropped it', async () => {
    const schema = postgres.newSchema();
    const engine = engineOf(schema);
    await engine.coordinator.start();
    await postgres.query(`set client_min_messages = error; drop schema "${schema}" cascade`);
    await expect(engine.threads.get(ALICE, 't')).rejects.toMatchObject({
      code: 'migration_required',
    });
    await engineOf(schema).coordinator.start();
    expect(await engine.threads.get(ALICE, 't')).toBeNull();
  });

  it.each([
    [{ url: '://user:secret@host/db' }, 'url'],
    [{ listenUrl: 'postgres://user:se#cret@host/db' }, 'listenUrl'],
    [{ schema: '' }, 'schema'],
    [{ schema: 'x'.repeat(64) }, 'schema'],
    [{ poolSize: 0 }, 'poolSize'],
    [{ migrate: 'maybe' }, 'migrate'],
    [{ url: 'postgres://localhost', pool: {} }, 'pool'],
  ])('is refused for %j', (options, named) => {
    const make = () => postgresThreads(options as PostgresThreadsOptions);
    expect(make).toThrow(named);
    expect(make).not.toThrow(/secret|se#cret/);
  });
});
