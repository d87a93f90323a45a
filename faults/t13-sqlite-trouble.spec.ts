import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import Database from 'libsql';
import { until } from '@flightdeck/testing';
import { Cluster } from './support/cluster.js';
import { sqliteFile } from './support/databases.js';
import { elapse } from './support/elapse.js';
import { firstAcceptedRun } from './support/first-accepted-run.js';
import { RecordingClient } from './support/recording-client.js';
import type { ServerProcess } from './support/server-process.js';

const LONG = { count: 10_000, perSecond: 200 };
/** I12. */
const MAX_STALL_MS = 100;
const PRLIMIT = '/usr/bin/prlimit';
/** In CI the scenarios run, and fail without it. */
const withPrlimit = existsSync(PRLIMIT) || process.env.CI === 'true' ? it : it.skip;

describe('T13 trouble with the SQLite file', () => {
  let database: Awaited<ReturnType<typeof sqliteFile>>;
  let cluster: Cluster;
  beforeEach(async () => {
    database = await sqliteFile();
    cluster = await Cluster.start({ servers: 1, options: { store: database.store } });
  });
  afterEach(async () => {
    await cluster.close();
    await database.remove();
  });

  const file = (): string => database.store.file;

  it('others write all the time: the run goes on, and the event loop does not stand still', async () => {
    const server = cluster.server(0);
    const client = new RecordingClient();
    const stream = await client.run(server.baseUrl, { plan: { count: 500, perSecond: 200 } });
    await stream.untilEvents(20);
    await server.stats();
    const other = new Database(file());
    for (const endAt = Date.now() + 2_000; Date.now() < endAt; await elapse(5)) {
      await holdingLock(other, () => elapse(50));
    }
    other.close();
    await cluster.finished(stream);
    expect((await server.stats()).stallMs).toBeLessThan(MAX_STALL_MS);
    await cluster.verify(client);
  });

  it('somebody holds its lock for longer than a lease: the run fails once, and all is well after', async () => {
    const server = cluster.server(0);
    const client = new RecordingClient();
    const stream = await client.run(server.baseUrl, { plan: LONG, runId: 'locked-out' });
    await stream.untilEvents(20);
    await server.stats();
    const other = new Database(file());
    await holdingLock(other, async () => {
      await until(
        () => server.agentOf('locked-out')?.how === 'aborted',
        'the run to be given up',
        8_000,
      );
    });
    other.close();
    expect((await server.stats()).stallMs).toBeLessThan(MAX_STALL_MS);
    const next = await firstAcceptedRun(client, server.baseUrl, 10_000);
    await cluster.finished(next);
    await stream.ended();
    expect(stream.terminal?.type).toBe('RUN_ERROR');
    await cluster.verify(client);
  });

  withPrlimit(
    'the disk takes no more: the run ends with an error, requests are refused, and all is well after',
    async () => {
      const server = cluster.server(0);
      const client = new RecordingClient();
      const stream = await client.run(server.baseUrl, { plan: LONG, runId: 'full' });
      await stream.untilEvents(20);
      limitFileSize(server, '1');
      await until(() => server.agentOf('full')?.how === 'aborted', 'the run to be given up', 8_000);
      const refused = await new RecordingClient().run(server.baseUrl);
      expect(refused.status).toBe(503);
      limitFileSize(server, 'unlimited');
      await stream.ended();
      expect(stream.terminal?.type).toBe('RUN_ERROR');
      await cluster.finished(await firstAcceptedRun(client, server.baseUrl, 10_000));
      await cluster.verify(client);
    },
  );

  withPrlimit(
    'the disk takes no more, and the server is started again on another: the thread is free',
    async () => {
      const client = new RecordingClient();
      const stream = await client.run(cluster.server(0).baseUrl, { plan: LONG });
      await stream.untilEvents(20);
      limitFileSize(cluster.server(0), '1');
      await elapse(300);
      await cluster.server(0).kill();
      const { baseUrl } = await cluster.add();
      await cluster.finished(await firstAcceptedRun(client, baseUrl, 10_000));
      await cluster.verify(client);
    },
  );

  it('its write-ahead log is lost after a crash: what is left is whole, and goes on', async () => {
    const client = new RecordingClient();
    await cluster.finished(await client.run(cluster.server(0).baseUrl));
    const cut = await new RecordingClient().run(cluster.server(0).baseUrl, { plan: LONG });
    await cut.untilEvents(20);
    await cluster.server(0).kill();
    // A file of its own, as this process still has the other one open, and its log.
    const left = await sqliteFile();
    await copyFile(file(), left.store.file);
    const again = await Cluster.start({ servers: 1, options: { store: left.store } });
    try {
      const fresh = new RecordingClient(client.threadId);
      await again.finished(await firstAcceptedRun(fresh, again.server(0).baseUrl, 10_000));
      await again.verify(fresh);
    } finally {
      await again.close();
      await left.remove();
    }
  });

  it('it is no database any more: the server says so and lives', async () => {
    await cluster.server(0).kill();
    await cluster.engine.close();
    await rm(`${file()}-wal`, { force: true });
    await writeFile(file(), 'no database '.repeat(1_000));
    const server = await cluster.add();
    const client = new RecordingClient();
    expect((await client.run(server.baseUrl)).status).toBe(503);
    expect((await client.connect(server.baseUrl)).status).toBe(503);
    expect(server.hasExited).toBe(false);
    expect(server.defects).toEqual([]);
    expect(server.logs.join('\n')).toContain('cannot be opened');
  });
});

async function holdingLock(database: Database.Database, work: () => Promise<void>): Promise<void> {
  await until(() => {
    try {
      database.exec('begin immediate');
      return true;
    } catch {
      return false;
    }
  }, 'the lock');
  await work();
  database.exec('rollback');
}

/** Bytes beyond which no file of the server's may grow; only what it may do, not what it could. */
function limitFileSize(server: ServerProcess, bytes: string): void {
  const args = [`--fsize=${bytes}:unlimited`, '--pid', String(server.pid)];
  const { status, stderr } = spawnSync(PRLIMIT, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
