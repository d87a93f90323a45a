import { now } from './server/messages.js';
import { FAST_LEASE } from './server/server-options.js';
import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { RecordingClient } from './support/recording-client.js';
import { firstAcceptedRun } from './support/first-accepted-run.js';

const { ttlMs, heartbeatMs } = FAST_LEASE;
/** I7: the lease and three rounds of looking for lost runs. */
const FREE_WITHIN_MS = ttlMs + 3 * heartbeatMs;
const LONG = { count: 10_000, perSecond: 200 };

const stores = [sqliteStore(), await postgresStore()];

describeOn(stores, 'T4 the owner of a run is killed', (start) => {
  let cluster: Cluster;
  beforeEach(async () => {
    cluster = await start({ servers: 2 });
  });
  afterEach(() => cluster.close());

  it('ends the run with OWNER_LOST for its viewers elsewhere, and frees the thread', async () => {
    const owner = new RecordingClient();
    const viewer = new RecordingClient(owner.threadId);
    const lost = await owner.run(cluster.server(0).baseUrl, { plan: { ...LONG, kind: 'mixed' } });
    const seen = await viewer.connect(cluster.server(1).baseUrl);
    await lost.untilEvents(40);
    const diedAt = await cluster.server(0).kill();
    await seen.ended();
    expect(JSON.parse(seen.terminal?.json ?? '{}')).toMatchObject({
      type: 'RUN_ERROR',
      code: 'OWNER_LOST',
    });
    expect((seen.terminal?.at ?? NaN) - diedAt).toBeLessThan(FREE_WITHIN_MS);
    // What the killed server's client knows is still a position to go on from.
    const rest = await (await owner.resume(cluster.server(1).baseUrl)).ended();
    expect(rest.terminal?.json).toBe(seen.terminal?.json);
    const next = await owner.run(cluster.server(1).baseUrl);
    await cluster.finished(next);
    await cluster.verify(owner, viewer);
  });

  it('survives that whoever has taken the run over is killed, too, before it has ended it', async () => {
    await cluster.server(1).kill();
    const heir = await cluster.add({ diesOnTakeover: true });
    const client = new RecordingClient();
    const stream = await client.run(cluster.server(0).baseUrl, { plan: LONG });
    await stream.untilEvents(10);
    await (await new RecordingClient().run(heir.baseUrl)).ended();
    await cluster.server(0).kill();
    await heir.exited();
    const last = await cluster.add();
    const diedAt = now();
    const next = await firstAcceptedRun(client, last.baseUrl, 10_000);
    expect(now() - diedAt).toBeLessThan(FREE_WITHIN_MS);
    await cluster.finished(next);
    await cluster.verify(client);
  });
});

describeOn(stores, 'T4 the only server is killed and started again', (start, { name }) => {
  it('frees its threads, on one host at once', async () => {
    const cluster = await start({ servers: 1 });
    const client = new RecordingClient();
    const stream = await client.run(cluster.server(0).baseUrl, { plan: LONG });
    await stream.untilEvents(10);
    await cluster.server(0).kill();
    const { baseUrl } = await cluster.add();
    const startedAt = now();
    await (await firstAcceptedRun(client, baseUrl, 10_000)).ended();
    // Other processes' deaths can be told where all of them share one machine.
    expect(now() - startedAt).toBeLessThan(name === 'SQLite' ? 1_000 : FREE_WITHIN_MS);
    await cluster.verify(client);
  });
});

describeOn([await postgresStore()], 'T4 the owner of a run is killed, by default', (start) => {
  it('has a usable thread after 12.5 seconds at the latest', async () => {
    const cluster = await start({ servers: 2, options: { lease: 'default' } });
    const client = new RecordingClient();
    const stream = await client.run(cluster.server(0).baseUrl, { plan: LONG });
    await stream.untilEvents(10);
    // A node looks for the runs of others once it has begun to work.
    await (await new RecordingClient().run(cluster.server(1).baseUrl)).ended();
    const diedAt = await cluster.server(0).kill();
    const next = await firstAcceptedRun(client, cluster.server(1).baseUrl, 20_000);
    expect(now() - diedAt).toBeLessThan(12_500);
    await next.ended();
    await cluster.verify(client);
  });
});
