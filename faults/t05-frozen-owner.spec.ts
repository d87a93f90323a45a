import { until } from '@flightdeck/testing';
import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { elapse } from './support/elapse.js';
import { firstAcceptedRun } from './support/first-accepted-run.js';
import { RecordingClient } from './support/recording-client.js';

describeOn([sqliteStore(), await postgresStore()], 'T5 the owner of a run is frozen', (start) => {
  let cluster: Cluster;
  beforeEach(async () => {
    cluster = await start({ servers: 2 });
  });
  afterEach(() => cluster.close());

  it('and thawed after its lease: it writes nothing more, and its viewers are let go', async () => {
    const zombie = cluster.server(0);
    const client = new RecordingClient();
    const other = new RecordingClient(client.threadId);
    const plan = { count: 10_000, perSecond: 200 };
    const stream = await client.run(zombie.baseUrl, { runId: 'frozen', plan });
    await stream.untilEvents(20);
    await (await new RecordingClient().run(cluster.server(1).baseUrl)).ended();
    zombie.freeze();
    const next = await firstAcceptedRun(other, cluster.server(1).baseUrl, 15_000, {
      count: 300,
      perSecond: 150,
    });
    await next.untilEvents(5);
    zombie.thaw();
    // It has lost the run: its agent is asked to end, and its viewer's stream is over.
    await until(() => zombie.agentOf('frozen')?.how === 'aborted', 'the end of the zombie', 3_000);
    await stream.ended(5_000);
    await cluster.finished(next);
    expect((await zombie.stats()).activeRuns).toBe(0);
    // Whoever was left behind by it can go on elsewhere, and it is of use again itself.
    const rest = await (await client.resume(cluster.server(1).baseUrl)).ended();
    expect(rest.terminal?.type).toBe('RUN_FINISHED');
    const again = await client.run(zombie.baseUrl);
    await cluster.finished(again);
    await cluster.verify(client, other);
  });

  it('for less than its lease: the run goes on', async () => {
    const client = new RecordingClient();
    const stream = await client.run(cluster.server(0).baseUrl, {
      plan: { count: 300, perSecond: 150 },
    });
    await stream.untilEvents(20);
    cluster.server(0).freeze();
    await elapse(800);
    cluster.server(0).thaw();
    await cluster.finished(stream);
    await cluster.verify(client);
  });
});
