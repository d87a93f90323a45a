import { randomBytes } from 'node:crypto';

import { redisBus } from '@flightdeck/bus-redis';
import type { RunLease, Scope, StoreEngine } from '@flightdeck/store';
import { postgresThreads, type PostgresThreadsOptions } from '@flightdeck/store-postgres';
import { findPostgres, findRedis, OwnRedis } from '@flightdeck/testing';
import { Client } from 'pg';

import { until } from '../support/until.js';

const ALICE: Scope = { tenantId: '', userId: 'alice' };
const NEVER_MS = 600_000;

const postgres = await findPostgres();
const redis = await findRedis();
const missing = postgres === null ? 'PostgreSQL' : redis === null ? 'Redis' : null;
const title = missing === null ? 'threads in PostgreSQL' : `threads in PostgreSQL (no ${missing})`;

(missing === null ? describe : describe.skip)(`${title}, hints over Redis`, () => {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const open: StoreEngine[] = [];
  let own: OwnRedis | null = null;

  beforeAll(async () => {
    if (OwnRedis.isInstalled()) own = await OwnRedis.start();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((engine) => engine.close()));
  });
  afterAll(async () => {
    const client = new Client({ connectionString: postgres?.url });
    await client.connect();
    await client.query(
      `set client_min_messages = error; drop schema if exists "${schema}" cascade`,
    );
    await client.end();
    await Promise.all([postgres?.close(), redis?.close(), own?.close()]);
  });

  async function start(options: PostgresThreadsOptions): Promise<StoreEngine> {
    const url = postgres?.url ?? '';
    const engine = postgresThreads({ url, schema, ...options });
    open.push(engine);
    await engine.coordinator.start();
    return engine;
  }

  const busOf = (url: string) => redisBus({ url, prefix: `${schema}:` });

  async function acquire(engine: StoreEngine, threadId: string): Promise<RunLease> {
    const request = { threadId, runId: 'r', agentId: 'agent' };
    const result = await engine.coordinator.acquire(ALICE, request);
    if (result.kind !== 'acquired') throw new Error(`${threadId} is ${result.kind}`);
    return result.lease;
  }

  async function append(engine: StoreEngine, lease: RunLease): Promise<void> {
    const { threadPk, runPk, fence, firstSeq } = lease;
    const [head] = await engine.log.heads([threadPk]);
    const next = head?.nextSeq ?? firstSeq;
    const events = [JSON.stringify({ type: 'CUSTOM', name: 'n', value: next })];
    const item = { threadPk, runPk, fence, firstSeq: next, events, messageIds: [] };
    const [outcome] = await engine.log.append([item]);
    if (outcome?.kind === 'ok') engine.bus.hint(threadPk, outcome.durableSeq);
  }

  /** Appends until the other instance hears of it. */
  async function isHeard(writer: StoreEngine, reader: StoreEngine, lease: RunLease): Promise<void> {
    let heard = 0;
    const leave = reader.bus.follow(lease.threadPk, () => {
      heard += 1;
    });
    await until('the other instance to hear of an event', async () => {
      await append(writer, lease);
      return heard > 0;
    });
    leave();
  }

  it('reach the other instance, and so do stops', async () => {
    const url = redis?.url ?? '';
    // Neither a look at the log nor a heartbeat comes in time.
    const quiet = { pollMs: NEVER_MS, lease: { ttlMs: NEVER_MS } };
    const [writer, reader] = await Promise.all([
      start({ bus: busOf(url), ...quiet }),
      start({ bus: busOf(url), ...quiet }),
    ]);
    const lease = await acquire(writer, 'hints');
    await isHeard(writer, reader, lease);
    await reader.coordinator.requestStop(ALICE, { threadId: 'hints' });
    await until('the owner to stop', () => Promise.resolve(lease.signal.aborted));
  });

  it('are found by looking where Redis cannot be reached [durable.hints-lost]', async () => {
    const nowhere = 'redis://127.0.0.1:1';
    const [writer, reader] = await Promise.all([
      start({ bus: busOf(nowhere), pollMs: 50 }),
      start({ bus: busOf(nowhere), pollMs: 50 }),
    ]);
    await isHeard(writer, reader, await acquire(writer, 'unreachable'));
  });

  it('are found by looking where every message is lost [durable.hints-lost]', async () => {
    const deaf = {
      publish: () => undefined,
      subscribe: () => () => undefined,
    };
    const [writer, reader] = await Promise.all([
      start({ bus: redisBus({ adapter: deaf }), pollMs: 50 }),
      start({ bus: redisBus({ adapter: deaf }), pollMs: 50 }),
    ]);
    await isHeard(writer, reader, await acquire(writer, 'dropped'));
  });

  (OwnRedis.isInstalled() ? it : it.skip)('arrive again after a restart of Redis', async () => {
    if (own === null) throw new Error('no Redis of its own');
    const [writer, reader] = await Promise.all([
      start({ bus: busOf(own.url), pollMs: NEVER_MS }),
      start({ bus: busOf(own.url), pollMs: NEVER_MS }),
    ]);
    const lease = await acquire(writer, 'restart');
    await isHeard(writer, reader, lease);
    let interruptions = 0;
    reader.bus.onInterruption(() => {
      interruptions += 1;
    });
    await own.stop();
    await append(writer, lease);
    await own.start();
    await until('the interruption', () => Promise.resolve(interruptions > 0));
    await isHeard(writer, reader, lease);
  });
});
