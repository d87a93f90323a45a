import { until } from '@flightdeck/testing';
import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { elapse } from './support/elapse.js';
import type { ReceivedStream } from './support/received-stream.js';
import { RecordingClient } from './support/recording-client.js';
import { readStoredThread } from './support/stored-thread.js';

const LONG = { count: 10_000, perSecond: 200 };
const STOPPED = { status: 200, stopped: true };
const NOT_STOPPED = { status: 200, stopped: false };
const RACES = 12;

describeOn([sqliteStore(), await postgresStore()], 'T12 a run is stopped', (start) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await start({ servers: 2 });
  });

  interface Running {
    readonly client: RecordingClient;
    readonly stream: ReceivedStream;
  }

  async function running(): Promise<Running> {
    const client = new RecordingClient();
    const stream = await client.run(cluster.server(0).baseUrl, {
      plan: LONG,
      runId: `${client.threadId}-r`,
    });
    await stream.untilEvents(10);
    return { client, stream };
  }

  async function endedAs(status: string, { client, stream }: Running): Promise<void> {
    await stream.ended();
    const stored = await readStoredThread(cluster.engine, client.threadId);
    expect(stored?.runs.map((run) => run.status)).toEqual([status]);
    await cluster.verify(client);
  }

  it.each([
    ['its own server', 0],
    ['another server', 1],
  ])('from %s', async (_title, server) => {
    const run = await running();
    expect(await run.client.stop(cluster.server(server).baseUrl)).toEqual(STOPPED);
    await cluster.finished(run.stream);
    await endedAs('stopped', run);
  });

  it('twice, from both servers at the same time', async () => {
    const run = await running();
    const answers = await Promise.all(
      [0, 1, 0, 1].map((server) => run.client.stop(cluster.server(server).baseUrl)),
    );
    for (const { status } of answers) expect(status).toBe(200);
    expect(answers.some(({ stopped }) => stopped)).toBe(true);
    await cluster.finished(run.stream);
    expect(await run.client.stop(cluster.server(1).baseUrl)).toEqual(NOT_STOPPED);
    await endedAs('stopped', run);
  });

  it('by the id of another run: it goes on', async () => {
    const run = await running();
    expect(await run.client.stop(cluster.server(1).baseUrl, 'another')).toEqual(NOT_STOPPED);
    const before = run.stream.events.length;
    await run.stream.untilEvents(before + 20);
    const { threadId } = run.client;
    expect(await run.client.stop(cluster.server(1).baseUrl, `${threadId}-r`)).toEqual(STOPPED);
    await cluster.finished(run.stream);
    await endedAs('stopped', run);
  });

  it(`while it ends by itself, ${RACES} times: it ends once, and as it says`, async () => {
    const clients = Array.from({ length: RACES }, () => new RecordingClient());
    const statuses = await Promise.all(
      clients.map(async (client, index) => {
        const plan = { count: 20, perSecond: 100 };
        const stream = await client.run(cluster.server(index % 2).baseUrl, { plan });
        await stream.untilEvents(18);
        // Some of them come before the end, some after it.
        await elapse(index * 5);
        expect((await client.stop(cluster.server(0).baseUrl)).status).toBe(200);
        await cluster.finished(stream);
        const stored = await readStoredThread(cluster.engine, client.threadId);
        return stored?.runs.map(({ status }) => status);
      }),
    );
    for (const status of statuses) expect([['stopped'], ['succeeded']]).toContainEqual(status);
    await cluster.verify(...clients);
  });
});

describeOn(
  [sqliteStore(), await postgresStore()],
  'T12 a run is stopped whose server is dead',
  (start) => {
    it('ends as stopped, and not as lost', async () => {
      const cluster = await start({ servers: 2 });
      const client = new RecordingClient();
      const stream = await client.run(cluster.server(0).baseUrl, { plan: LONG });
      await stream.untilEvents(10);
      // With its first request a server of the same host would find the run before it hears of the stop.
      await (await new RecordingClient().run(cluster.server(1).baseUrl)).ended();
      await cluster.server(0).kill();
      expect(await client.stop(cluster.server(1).baseUrl)).toEqual(STOPPED);
      const viewer = new RecordingClient(client.threadId);
      await cluster.finished(await viewer.connect(cluster.server(1).baseUrl));
      await until(async () => {
        const stored = await readStoredThread(cluster.engine, client.threadId);
        return stored?.runs[0]?.status === 'stopped';
      });
      await cluster.verify(client, viewer);
    });
  },
);
