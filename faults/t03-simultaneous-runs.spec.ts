import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { RecordingClient } from './support/recording-client.js';

const CLIENTS = 20;

describeOn([sqliteStore(), await postgresStore()], 'T3 a thread that everybody wants', (start) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await start({ servers: 3 });
  });

  it('goes to one of twenty simultaneous runs over three servers; the others get 409', async () => {
    const first = new RecordingClient();
    const clients = [first];
    while (clients.length < CLIENTS) clients.push(new RecordingClient(first.threadId));
    const streams = await Promise.all(
      clients.map((client, index) =>
        client.run(cluster.server(index % 3).baseUrl, { plan: { count: 50 } }),
      ),
    );
    const statuses = streams.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: CLIENTS - 1 }, () => 409)]);
    for (const stream of streams) await stream.ended();
    const winner = streams.find(({ status }) => status === 200);
    expect(winner?.terminal?.type).toBe('RUN_FINISHED');
    const runId = (JSON.parse(winner?.events[0]?.json ?? '{}') as { runId?: string }).runId;
    for (const { status, errorText } of streams) {
      if (status !== 409) continue;
      expect(JSON.parse(errorText)).toEqual({
        error: 'Thread already running',
        code: 'run_in_progress',
        runId,
      });
    }
    await cluster.verify(...clients);
  });

  it('is free again for whoever asks next, wherever', async () => {
    const client = new RecordingClient();
    for (const { baseUrl } of cluster.servers) {
      const stream = await client.run(baseUrl, { plan: { perSecond: 0 } });
      await cluster.finished(stream);
    }
    await cluster.verify(client);
  });
});
