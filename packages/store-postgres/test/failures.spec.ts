import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import type { Scope, StoreEngine } from '@flightdeck/store';
import { OwnPostgres, until } from '@flightdeck/testing';
import { Client, Pool } from 'pg';

import { postgresThreads, type PostgresThreadsOptions } from '../src/index.js';
import { describePostgres } from './support/describe-postgres.js';
import { Relay } from './support/relay.js';

const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };
const PASSWORD = 'open sesame';
/** No call may take longer, whatever the network does. */
const BOUND_MS = 8_000;

await describePostgres('a PostgreSQL that fails', (postgres) => {
  const schema = postgres.newSchema();
  const open: StoreEngine[] = [];

  function engineOf(options: PostgresThreadsOptions): StoreEngine {
    const engine = postgresThreads({ url: postgres.url, schema, ...options });
    open.push(engine);
    return engine;
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map((engine) => engine.close()));
  });

  function urlWith(change: (url: URL) => void): string {
    const url = new URL(postgres.url);
    change(url);
    return url.href;
  }

  async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
    const begun = Date.now();
    const failure: unknown = await promise.then(
      () => ({}),
      (error: unknown) => error,
    );
    expect(Date.now() - begun).toBeLessThan(BOUND_MS);
    const { code, message } = failure as { code?: unknown; message?: unknown };
    return { code, message };
  }

  async function comesBack(engine: StoreEngine): Promise<void> {
    const get = () => engine.threads.get(ALICE, 't').catch(() => null);
    await until(async () => (await get())?.threadId === 't', 'the store to answer again');
  }

  it('is unavailable where nothing listens [durable.refusals]', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const url = urlWith((it) => Object.assign(it, { port: String(port), password: PASSWORD }));
    const { code, message } = await failureOf(engineOf({ url }).coordinator.start());
    expect(code).toBe('unavailable');
    expect(message).toContain(`:${port}`);
    expect(message).not.toContain('sesame');
  });

  it('is unavailable where somebody listens and never answers [durable.refusals]', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    const url = urlWith((it) => Object.assign(it, { port: String(port) }));
    const engine = engineOf({ url });
    expect(await failureOf(engine.coordinator.start())).toMatchObject({ code: 'unavailable' });
    await engine.close();
    for (const socket of sockets) socket.destroy();
    mute.close();
  });

  it('denies the access to a database that is not there', async () => {
    const url = urlWith((it) => Object.assign(it, { pathname: '/no_such_database' }));
    const { code, message } = await failureOf(engineOf({ url }).coordinator.start());
    expect(code).toBe('access_denied');
    expect(message).toContain('no_such_database');
  });

  it('works again by itself when the network comes back', async () => {
    const relay = await Relay.to(postgres.url);
    const engine = engineOf({ url: relay.url, bus: null });
    await engine.coordinator.start();
    await engine.threads.ensure(ALICE, { threadId: 't', agentId: 'a' });
    relay.silent = true;
    expect(await failureOf(engine.threads.get(ALICE, 't'))).toMatchObject({ code: 'unavailable' });
    relay.silent = false;
    relay.cut();
    await comesBack(engine);
    await engine.close();
    await relay.close();
  });

  it('is read-only where it says so [durable.refusals]', async () => {
    await engineOf({}).coordinator.start();
    const url = urlWith((it) =>
      it.searchParams.set('options', '-c default_transaction_read_only=on'),
    );
    const engine = engineOf({ url });
    expect(await failureOf(engine.coordinator.start())).toMatchObject({ code: 'read_only' });
  });

  it('answers nothing once the engine is closed', async () => {
    const engine = engineOf({});
    await engine.coordinator.start();
    await engine.close();
    expect(await failureOf(engine.threads.get(ALICE, 't'))).toMatchObject({ code: 'closed' });
    expect(await failureOf(engineOf({}).threads.get(ALICE, 't'))).toEqual({});
  });

  it('is left open by an engine that was given a pool', async () => {
    const pool = new Pool({ connectionString: postgres.url, max: 2 });
    const engine = postgresThreads({ pool, schema });
    await engine.coordinator.start();
    await engine.threads.ensure(ALICE, { threadId: 't', agentId: 'a' });
    await engine.close();
    expect((await pool.query('select 1 as it')).rows).toEqual([{ it: 1 }]);
    expect(pool.listenerCount('error')).toBe(0);
    await pool.end();
  });

  it('serves without named statements, as poolers of transactions need it', async () => {
    const engine = engineOf({ preparedStatements: false, bus: null });
    await engine.coordinator.start();
    const names = await postgres.query(
      `select count(*)::int as n from pg_stat_activity where application_name = 'flightdeck'`,
    );
    expect(names[0]?.['n']).toBeGreaterThan(0);
    await engine.threads.ensure(ALICE, { threadId: 'unnamed', agentId: 'a' });
    expect(await engine.threads.get(ALICE, 'unnamed')).toMatchObject({ threadId: 'unnamed' });
  });

  const canStart = OwnPostgres.isExpected();
  const ownTitle = canStart ? 'that may be stopped' : 'that may be stopped (none is installed)';
  (canStart ? describe : describe.skip)(ownTitle, () => {
    let own: OwnPostgres;

    beforeAll(async () => {
      own = await OwnPostgres.start();
    });
    afterAll(() => own.close());

    it('goes on with the same threads after a restart, and survives its idle connections', async () => {
      const engine = engineOf({ url: own.url });
      await engine.coordinator.start();
      await engine.threads.ensure(ALICE, { threadId: 't', agentId: 'a' });
      await own.stop('immediate');
      expect(await failureOf(engine.threads.get(ALICE, 't'))).toMatchObject({
        code: 'unavailable',
      });
      await own.start();
      await comesBack(engine);
    });

    it('may be a standby for a moment, as in a fail-over', async () => {
      const engine = engineOf({ url: own.url, schema: 'standby' });
      await engine.coordinator.start();
      const admin = new Client({ connectionString: own.url });
      admin.on('error', () => undefined);
      await admin.connect();
      const become = (readOnly: 'on' | 'off') =>
        admin.query(`set default_transaction_read_only = off;
          alter database postgres set default_transaction_read_only = ${readOnly};
          select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = 'flightdeck'`);
      const ensure = () => engine.threads.ensure(ALICE, { threadId: 'new', agentId: 'a' });
      await become('on');
      const refused: unknown[] = [];
      await until(async () => {
        const { message, code } = await failureOf(ensure());
        refused.push(code);
        return String(message).includes('read-only');
      }, 'the server to be read-only');
      expect(new Set(refused)).toEqual(new Set(['unavailable']));
      await become('off');
      await admin.end();
      await until(() => ensure().then(Boolean, () => false), 'the server to take writes');
    });

    it('denies the access to a wrong password, and does not tell the right one [durable.refusals]', async () => {
      const admin = new Client({ connectionString: own.url });
      await admin.connect();
      await admin.query(
        `create role teller login password '${PASSWORD}'; grant create on database postgres to teller`,
      );
      const rules = 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256';
      const lines = rules.split('\n').map((line) => `('${line}')`);
      await admin.query(`copy (values ${lines.join(',')}) to '${await hbaFile(admin)}'`);
      await admin.query('select pg_reload_conf()');
      await admin.end();
      const as = (password: string): string =>
        `postgres://teller:${encodeURIComponent(password)}@127.0.0.1:${own.port}/postgres`;
      const denied = await failureOf(engineOf({ url: as('wrong word') }).coordinator.start());
      expect(denied.code).toBe('access_denied');
      expect(denied.message).toMatch(/teller.*127\.0\.0\.1.*postgres/);
      expect(denied.message).not.toMatch(/wrong|word(?!.*authentication)|sesame/);
      const nothing = `postgres://teller@127.0.0.1:${own.port}/postgres`;
      expect(await failureOf(engineOf({ url: nothing }).coordinator.start())).toMatchObject({
        code: 'access_denied',
      });
      const engine = engineOf({ url: as(PASSWORD), schema: 'tellers' });
      await engine.coordinator.start();
      expect(await engine.threads.get(ALICE, 't')).toBeNull();
      const foreign = engineOf({ url: as(PASSWORD) });
      expect(await failureOf(foreign.coordinator.start())).toMatchObject({
        code: 'access_denied',
      });
    });

    it('serves a user who may only read and write rows', async () => {
      await engineOf({ url: own.url, schema: 'rows only' }).coordinator.start();
      const admin = new Client({ connectionString: own.url });
      await admin.connect();
      await admin.query(`create role clerk login; grant usage on schema "rows only" to clerk;
        grant select, insert, update, delete on all tables in schema "rows only" to clerk;
        copy (values ('host all all 127.0.0.1/32 trust')) to '${await hbaFile(admin)}'`);
      await admin.query('select pg_reload_conf()');
      await admin.end();
      const url = `postgres://clerk@127.0.0.1:${own.port}/postgres`;
      const engine = engineOf({ url, schema: 'rows only', migrate: 'verify' });
      await engine.coordinator.start();
      const request = { threadId: 't', runId: 'r', agentId: 'a' };
      expect((await engine.coordinator.acquire(ALICE, request)).kind).toBe('acquired');
      expect(await engine.threads.remove(ALICE, 't')).toBe(true);
    });
  });
});

/** Who may connect, and how they prove who they are. */
async function hbaFile(admin: Client): Promise<string> {
  const { rows } = await admin.query<{ hba_file: string }>('show hba_file');
  return rows[0]?.hba_file ?? '';
}
