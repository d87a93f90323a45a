import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { RecordingClient } from './support/recording-client.js';

/** Far more than it takes: how fast it is, the benchmarks measure. This is about never being stuck. */
const NOT_STUCK_MS = 2_500;

describeOn([sqliteStore(), await postgresStore()], 'T1 runs at full rate', (start) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await start({ servers: 3 });
  });

  it.each([
    [1, 200],
    [40, 100],
  ])(
    '%i with %i events per second arrive whole, on their server and on another',
    async (runs, perSecond) => {
      const owners = Array.from({ length: runs }, () => new RecordingClient());
      const viewers = owners.map(({ threadId }) => new RecordingClient(threadId));
      const plan = { count: perSecond, perSecond };
      await Promise.all(
        owners.map(async (owner, index) => {
          const stream = await owner.run(cluster.server(index % 3).baseUrl, {
            plan,
            runId: `${owner.threadId}-r`,
          });
          expect(stream.status).toBe(200);
          await viewers[index]?.connect(cluster.server((index + 1) % 3).baseUrl);
        }),
      );
      for (const { threadId, streams } of [...owners, ...viewers]) {
        for (const stream of streams) {
          await cluster.finished(stream);
          const agentEnd =
            cluster.ownerOf(`${threadId}-r`)?.agentOf(`${threadId}-r`)?.endedAt ?? NaN;
          expect((stream.terminal?.at ?? NaN) - agentEnd).toBeLessThan(NOT_STUCK_MS);
        }
      }
      await cluster.verify(...owners.slice(0, 8), ...viewers.slice(0, 8));
    },
  );
});
