import { findPostgres, OwnPostgres, type FoundServer } from '@flightdeck/testing';
import { Cluster, type ClusterOptions } from './cluster.js';
import { canStartPostgres, postgresSchema, sqliteFile, type Database } from './databases.js';

/** A kind of store that a scenario is tried on. */
export interface StoreUnderTest {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** Where it is, for scenarios that put something in between. */
  readonly url: () => string;
  /** `null` where this machine has none. */
  readonly create: (() => Promise<Database>) | null;
  readonly close: () => Promise<void>;
}

export function sqliteStore(): StoreUnderTest {
  return {
    name: 'SQLite',
    url: () => 'file:',
    create: sqliteFile,
    close: async () => undefined,
  };
}

/** The PostgreSQL that scenarios share and must not stop. */
export async function postgresStore(): Promise<StoreUnderTest> {
  const found: FoundServer | null = await findPostgres();
  return {
    name: 'PostgreSQL',
    url: () => found?.url ?? '',
    create: found === null ? null : async () => postgresSchema(found.url),
    close: async () => found?.close(),
  };
}

type StartCluster = (settings: Omit<ClusterOptions, 'options'> & Options) => Promise<Cluster>;

interface Options {
  /** Beside the store. */
  readonly options?: Omit<ClusterOptions['options'], 'store'>;
}

/**
 * A suite on each of the stores, skipped by name where there is none. Clusters that it starts keep
 * their threads in a database of their own, and are gone after the suite.
 */
export function describeOn(
  stores: readonly StoreUnderTest[],
  title: string,
  suite: (start: StartCluster, store: StoreUnderTest) => void,
): void {
  for (const store of stores) {
    const { name, create } = store;
    const describeHere = create === null ? describe.skip : describe;
    describeHere(`${title}, on ${name}`, () => {
      const owned: { close(): Promise<void> }[] = [];
      afterAll(async () => {
        for (const thing of owned.toReversed()) await thing.close();
        await store.close();
      });
      suite(async ({ options = {}, ...settings }) => {
        if (create === null) throw new Error(`There is no ${name}`);
        const database = await create();
        owned.push({ close: () => database.remove() });
        const cluster = await Cluster.start({
          ...settings,
          options: { ...options, store: database.store },
        });
        owned.push(cluster);
        return cluster;
      }, store);
    });
  }
}

/**
 * A suite on a PostgreSQL of its own, which it may stop, restart and kill; skipped by name where the
 * programs are missing. Clusters are gone after the suite.
 */
export function describeOnOwnPostgres(
  title: string,
  suite: (start: StartCluster, server: () => OwnPostgres) => void,
): void {
  let server: OwnPostgres | null = null;
  const running = (): OwnPostgres => {
    if (server === null) throw new Error('PostgreSQL has not been started yet');
    return server;
  };
  const store: StoreUnderTest = {
    name: 'PostgreSQL',
    url: () => running().url,
    create: canStartPostgres() ? async () => postgresSchema(running().url) : null,
    close: async () => server?.close(),
  };
  describeOn([store], title, (start) => {
    beforeAll(async () => {
      server = await OwnPostgres.start();
    }, 60_000);
    suite(start, running);
  });
}
