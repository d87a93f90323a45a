import { UNSCOPED } from '@flightdeck/store';
import { uniqueId } from '@flightdeck/testing';
import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import { elapse } from './support/elapse.js';
import { randomNumbers } from './support/random-numbers.js';
import type { ReceivedStream } from './support/received-stream.js';
import { RecordingClient } from './support/recording-client.js';

const LASTS_MS = 6_000;
const USERS = 8;
const DAY_MS = 86_400_000;

describeOn(
  [sqliteStore(), await postgresStore()],
  'T18 threads are used while they are cleaned up',
  (start) => {
    it('without a failure: compacted, removed, purged and begun again', async () => {
      const cluster = await start({
        servers: 2,
        options: {
          hurry: true,
          rawLogMinutes: 0,
          retention: { archiveAfterDays: 250 / DAY_MS, removeAfterDays: 500 / DAY_MS },
        },
      });
      const endAt = Date.now() + LASTS_MS;
      const users = Array.from({ length: USERS }, (_, index) => new User(cluster, index));
      await Promise.all(users.map((user) => user.live(endAt)));
      const did = users.flatMap(({ done }) => done);
      expect(did.filter((what) => what.includes(' 5'))).toEqual([]);
      expect(users.flatMap(({ problems }) => problems)).toEqual([]);
      expect(cluster.servers.flatMap(({ defects }) => defects)).toEqual([]);
      // Everything has happened that was to race with everything else.
      for (const what of ['run 200', 'connect 200', 'resume 200', 'resume 412', 'delete 200']) {
        expect(did).toContain(what);
      }
      await elapse(1_500);
      const { threads } = await cluster.engine.threads.list(UNSCOPED, {
        archived: 'all',
        limit: 200,
      });
      expect(threads).toEqual([]);
    }, 60_000);
  },
);

/** Somebody with a thread that is deleted and removed now and then, and used all the same. */
class User {
  readonly done: string[] = [];
  readonly problems: string[] = [];
  readonly #cluster: Cluster;
  readonly #random: () => number;
  readonly #client = new RecordingClient();

  constructor(cluster: Cluster, seed: number) {
    this.#cluster = cluster;
    this.#random = randomNumbers(seed);
  }

  async live(endAt: number): Promise<void> {
    while (Date.now() < endAt) {
      await this.#act();
      // Some pauses are long enough for the thread to be removed.
      await elapse(this.#random() < 0.2 ? 700 : this.#random() * 60);
    }
  }

  async #act(): Promise<void> {
    const { baseUrl } = this.#cluster.server(this.#random() < 0.5 ? 0 : 1);
    const choice = this.#random();
    if (choice < 0.4) {
      const plan = {
        count: 40,
        perSecond: 400,
        kind: this.#random() < 0.5 ? 'mixed' : 'text',
      } as const;
      await this.#read('run', this.#client.run(baseUrl, { plan, runId: uniqueId('run') }));
    } else if (choice < 0.6) {
      await this.#read('connect', this.#client.connect(baseUrl));
    } else if (choice < 0.75) {
      await this.#read(
        'connect',
        this.#client.connect(baseUrl, [{ id: 'm', role: 'user', content: 'x' }]),
      );
    } else if (choice < 0.9) {
      await this.#read('resume', this.#client.resume(baseUrl, this.#client.cursor ?? '1.1'));
    } else {
      const url = `${baseUrl}/threads/${this.#client.threadId}`;
      const { status } = await fetch(url, { method: 'DELETE' });
      this.done.push(`delete ${status}`);
    }
  }

  /** Some streams are read to their end, others are left in the middle. */
  async #read(what: string, opening: Promise<ReceivedStream>): Promise<void> {
    const stream = await opening;
    this.done.push(`${what} ${stream.status}`);
    if (this.#random() < 0.3) {
      await elapse(this.#random() * 50);
      stream.cut();
    }
    await stream.ended();
    // A thread may be removed under its viewers; its store may not fail.
    const failure = stream.terminal?.json ?? '';
    if (failure.includes('STORE_')) this.problems.push(`${what} ${failure}`);
  }
}
