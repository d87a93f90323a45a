import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { elapse } from './support/elapse.js';
import { randomNumbers } from './support/random-numbers.js';
import { RecordingClient } from './support/recording-client.js';

const HOPS = 51;

describeOn(
  [sqliteStore(), await postgresStore()],
  'T2 a client that is cut off all the time',
  (start) => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await start({ servers: 3 });
    });

    it.each(['text', 'mixed'] as const)(
      `reads a run of %s over ${HOPS} connections to three servers without a gap or a repetition`,
      async (kind) => {
        const random = randomNumbers(kind.length);
        const client = new RecordingClient();
        // The mixed run has three events for each number.
        const plan = { count: kind === 'text' ? 1_000 : 340, perSecond: 200, kind };
        let stream = await client.run(cluster.server(0).baseUrl, { plan });
        for (let hop = 0; hop < HOPS; hop += 1) {
          await elapse(20 + random() * 60);
          stream.cut();
          await stream.ended();
          stream = await client.resume(cluster.server(Math.floor(random() * 3)).baseUrl);
          expect(stream.status).toBe(200);
        }
        await stream.ended();
        expect(client.terminal?.type).toBe('RUN_FINISHED');
        expect(client.streams).toHaveLength(HOPS + 1);
        await cluster.verify(client);
      },
    );

    it('goes on behind the end of a run that finished while it was away', async () => {
      const client = new RecordingClient();
      const stream = await client.run(cluster.server(0).baseUrl, {
        plan: { count: 40 },
        runId: 'away',
      });
      await stream.untilEvents(5);
      stream.cut();
      await stream.ended();
      const other = new RecordingClient(client.threadId);
      await (await other.connect(cluster.server(1).baseUrl)).ended();
      const rest = await (await client.resume(cluster.server(2).baseUrl)).ended();
      expect(rest.terminal?.json).toContain('RUN_FINISHED');
      await cluster.verify(client, other);
    });
  },
);
