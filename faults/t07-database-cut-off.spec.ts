import { until } from '@flightdeck/testing';
import type { ServerOptions } from './server/server-options.js';
import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore } from './support/describe-on.js';
import { elapse } from './support/elapse.js';
import { firstAcceptedRun } from './support/first-accepted-run.js';
import { Partition, throughProxy } from './support/partition.js';
import { RecordingClient } from './support/recording-client.js';

const PLAN = { count: 10_000, perSecond: 200 };
const stores = [await postgresStore()];

describe.each(['durable', 'live'] as const)('with %s delivery', (delivery) => {
  describeOn(stores, 'T7 a server that is cut off from its database', (start, { url }) => {
    let partition: Partition;
    let cluster: Cluster;
    beforeAll(async () => {
      partition = await Partition.between(2, url());
      const optionsOf = (options: ServerOptions, index: number): ServerOptions =>
        throughProxy(options, partition, index);
      cluster = await start({ servers: 2, options: { delivery }, optionsOf });
    });
    afterAll(async () => {
      await cluster.close();
      await partition.close();
    });

    it('gives its runs up before others take them over, and writes nothing when it is back', async () => {
      const client = new RecordingClient();
      const viewer = new RecordingClient(client.threadId);
      const cutOff = cluster.server(0);
      const stream = await client.run(cutOff.baseUrl, { plan: PLAN, runId: `cut-${delivery}` });
      const seen = await viewer.connect(cluster.server(1).baseUrl);
      await stream.untilEvents(60);
      partition.of(0).blackhole();
      await seen.ended();
      expect(seen.terminal?.json).toContain('OWNER_LOST');
      expect(cutOff.agentOf(`cut-${delivery}`)?.how).toBe('aborted');
      const other = new RecordingClient(client.threadId);
      const next = await other.run(cluster.server(1).baseUrl, { plan: { count: 200 } });
      partition.of(0).pass();
      await cluster.finished(next);
      await stream.ended();
      // A position that was shown but never stored is none to go on from.
      const stored = seen.events.some(({ cursor }) => cursor === client.cursor);
      expect(stored).toBe(delivery === 'durable');
      const back = await (await client.resume(cluster.server(1).baseUrl)).ended();
      expect(back.status).toBe(stored ? 200 : 412);
      const again = await firstAcceptedRun(other, cutOff.baseUrl, 10_000);
      await cluster.finished(again);
      await until(async () => (await cutOff.stats()).activeRuns === 0);
      await cluster.verify(client, viewer, other);
    });

    it('for a moment only: the run goes on', async () => {
      const client = new RecordingClient();
      // The first request after the one before may still meet a connection that was cut off.
      const stream = await firstAcceptedRun(client, cluster.server(0).baseUrl, 10_000, {
        count: 300,
        perSecond: 200,
      });
      await stream.untilEvents(60);
      partition.of(0).blackhole();
      await elapse(700);
      partition.of(0).pass();
      await cluster.finished(stream);
      await cluster.verify(client);
    });
  });
});
