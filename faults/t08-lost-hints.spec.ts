import { OwnRedis } from '@flightdeck/testing';
import type { PostgresChoice, ServerOptions } from './server/server-options.js';
import type { Cluster } from './support/cluster.js';
import { canStartRedis } from './support/databases.js';
import { describeOn, postgresStore } from './support/describe-on.js';
import { elapse } from './support/elapse.js';
import { Partition } from './support/partition.js';
import { RecordingClient } from './support/recording-client.js';

/** How often followers look for hints that were lost, and what a busy machine adds to it. */
const POLL_MS = 1_000;
const SLACK_MS = 1_000;

const stores = [await postgresStore()];

/** The same options with another bus. */
function withBus(options: ServerOptions, bus: Partial<PostgresChoice>): ServerOptions {
  if (options.store.kind !== 'postgres') throw new Error('Only PostgreSQL has a bus to choose');
  return { ...options, store: { ...options.store, ...bus } };
}

/** A run on one server, watched on the other while something happens; nothing is late or lost. */
async function watchRun(cluster: Cluster, happens: () => Promise<void>): Promise<void> {
  const owner = new RecordingClient();
  const viewer = new RecordingClient(owner.threadId);
  const stream = await owner.run(cluster.server(0).baseUrl, {
    plan: { count: 500, perSecond: 200 },
  });
  const seen = await viewer.connect(cluster.server(1).baseUrl);
  await stream.untilEvents(60);
  await happens();
  await cluster.finished(stream);
  await cluster.finished(seen);
  const shownAt = new Map(stream.events.map(({ seq, at }) => [seq, at]));
  const delays = seen.events.map(({ seq, at }) => at - (shownAt.get(seq) ?? at));
  expect(Math.max(...delays)).toBeLessThan(POLL_MS + SLACK_MS);
  await cluster.verify(owner, viewer);
}

describe.each([
  ['lost', { hints: 'lost' }],
  ['out of order, and all of them twice', { hints: 'disordered' }],
  ['sent by nobody', { bus: 'none' }],
] as const)('T8 hints are %s', (_title, bus) => {
  describeOn(stores, 'a viewer on another server', (start) => {
    it('sees every event once, and soon', async () => {
      const optionsOf = (options: ServerOptions): ServerOptions => withBus(options, bus);
      const cluster = await start({ servers: 2, optionsOf });
      await watchRun(cluster, async () => undefined);
    });
  });
});

(canStartRedis() ? describe : describe.skip)('T8 hints travel by Redis', () => {
  describeOn(stores, 'a viewer on another server', (start) => {
    let redis: OwnRedis;
    let ways: Partition;
    let cluster: Cluster;
    beforeAll(async () => {
      redis = await OwnRedis.start();
      ways = await Partition.between(2, redis.url);
      const optionsOf = (options: ServerOptions, index: number): ServerOptions =>
        withBus(options, { bus: { redisUrl: ways.urlFor(index, redis.url) } });
      cluster = await start({ servers: 2, optionsOf });
    });
    afterAll(async () => {
      await cluster.close();
      await ways.close();
      await redis.close();
    });

    it.each<[string, () => Promise<void>]>([
      ['works', async () => undefined],
      ['is restarted', () => redis.restart()],
      [
        'is away for a while',
        async () => {
          await redis.stop();
          await elapse(600);
          await redis.start();
        },
      ],
      [
        'cannot be reached from either server, without anybody being told',
        async () => {
          for (const server of [0, 1]) ways.of(server).blackhole();
          await elapse(1_200);
          for (const server of [0, 1]) ways.of(server).pass();
        },
      ],
    ])('sees every event once, and soon, while it %s', (_title, happens) =>
      watchRun(cluster, happens),
    );

    it('is told of a stop by it, and without it', async () => {
      for (const happens of [async () => undefined, () => redis.stop()]) {
        await happens();
        const client = new RecordingClient();
        const plan = { count: 10_000, perSecond: 100 };
        const stream = await client.run(cluster.server(0).baseUrl, { plan });
        await stream.untilEvents(10);
        expect(await client.stop(cluster.server(1).baseUrl)).toEqual({
          status: 200,
          stopped: true,
        });
        await cluster.finished(stream);
        await cluster.verify(client);
      }
    });
  });
});
