import { until, type OwnPostgres } from '@flightdeck/testing';
import { FAST_LEASE } from './server/server-options.js';
import type { Cluster } from './support/cluster.js';
import { runSql } from './support/databases.js';
import { describeOnOwnPostgres } from './support/describe-on.js';
import { elapse } from './support/elapse.js';
import { firstAcceptedRun } from './support/first-accepted-run.js';
import { RecordingClient } from './support/recording-client.js';

const BACKENDS =
  "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";

describeOnOwnPostgres('T6 a database that goes away', (start, postgres) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await start({ servers: 2 });
  });

  /** A run that goes on while something happens to the database, watched from both servers. */
  async function runThrough(happens: () => Promise<void>): Promise<void> {
    const owner = new RecordingClient();
    const viewer = new RecordingClient(owner.threadId);
    const plan = { count: 500, perSecond: 200 };
    const stream = await owner.run(cluster.server(0).baseUrl, { plan });
    const seen = await viewer.connect(cluster.server(1).baseUrl);
    await stream.untilEvents(60);
    await happens();
    await cluster.finished(stream);
    await cluster.finished(seen);
    expect(stream.events).toHaveLength(plan.count + 4);
    await cluster.verify(owner, viewer);
  }

  it.each(['fast', 'immediate'] as const)(
    'for a restart (%s): the run goes on, and no viewer misses anything',
    (how) => runThrough(() => postgres().restart(how)),
  );

  it('because one of its processes is killed while events are written', () =>
    runThrough(async () => {
      // The whole server recovers from it, and nobody is told whether the last append was carried out.
      const [backend] = await runSql(
        postgres().url,
        `${BACKENDS} and query like '%event_segments%'`,
      );
      expect(backend).toBeDefined();
      process.kill(Number(backend?.pid), 'SIGKILL');
    }));

  it('again and again, in the middle of appends', () =>
    runThrough(async () => {
      for (let round = 0; round < 6; round += 1) {
        await untilUp(postgres());
        await runSql(
          postgres().url,
          BACKENDS.replace('select pid', 'select pg_terminate_backend(pid)'),
        );
        await elapse(150);
      }
    }));

  it('for longer than a lease: runs fail once, requests are refused, and then all is well', async () => {
    const client = new RecordingClient();
    const stream = await client.run(cluster.server(0).baseUrl, {
      runId: 'unlucky',
      plan: { count: 10_000, perSecond: 200 },
    });
    await stream.untilEvents(60);
    await postgres().stop('immediate');
    const owner = cluster.server(0);
    await until(
      () => owner.agentOf('unlucky')?.how === 'aborted',
      'the agent to be given up',
      8_000,
    );
    const asked = await Promise.all([
      new RecordingClient().run(owner.baseUrl),
      client.connect(cluster.server(1).baseUrl),
    ]);
    for (const refused of asked) expect(refused.status).toBe(503);
    await elapse(FAST_LEASE.ttlMs);
    await postgres().start();
    await stream.ended();
    expect(stream.terminal?.type).toBe('RUN_ERROR');
    const next = await firstAcceptedRun(client, cluster.server(1).baseUrl, 15_000);
    await cluster.finished(next);
    const viewer = new RecordingClient(client.threadId);
    await (await viewer.connect(owner.baseUrl)).ended();
    // By now the server that was cut off is of use again, too.
    const again = await firstAcceptedRun(client, owner.baseUrl, 15_000);
    await again.ended();
    await cluster.verify(client, viewer);
  });
});

/** It takes no connections while it recovers from a process that was killed. */
async function untilUp({ url }: OwnPostgres): Promise<void> {
  await until(
    () =>
      runSql(url, 'select 1').then(
        () => true,
        () => false,
      ),
    'PostgreSQL to be up',
    10_000,
  );
}
