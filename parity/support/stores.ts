import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryThreads, type StoreEngine } from '@flightdeck/store';
import { postgresThreads } from '@flightdeck/store-postgres';
import { sqliteThreads } from '@flightdeck/store-sqlite';
import { findPostgres } from '@flightdeck/testing';
import { Client } from 'pg';

/** A database of its own. Whoever takes an engine closes it, as a runtime does when it shuts down. */
export interface TestDatabase {
  /** Another engine on this database. */
  engine(): StoreEngine;
  /** Whether an engine finds what one before it has stored. */
  readonly isDurable: boolean;
  dispose(): Promise<void>;
}

type CreateDatabase = () => Promise<TestDatabase>;

/** The same suite on every store; without a PostgreSQL, that part is skipped by name. */
export async function describeStores(
  title: string,
  body: (create: CreateDatabase, store: string) => void,
): Promise<void> {
  describe(`${title}, in memory`, () => body(memoryDatabase, 'memory'));
  describe(`${title}, in SQLite`, () => body(sqliteDatabase, 'sqlite'));
  const postgres = await findPostgres();
  if (postgres === null) {
    describe.skip(`${title}, in PostgreSQL (none to be had)`, () => {
      it('needs a PostgreSQL', () => undefined);
    });
    return;
  }
  describe(`${title}, in PostgreSQL`, () => {
    afterAll(() => postgres.close());
    body(() => postgresDatabase(postgres.url), 'postgres');
  });
}

async function memoryDatabase(): Promise<TestDatabase> {
  const engine = memoryThreads();
  return { engine: () => engine, isDurable: false, dispose: () => engine.close() };
}

async function sqliteDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'flightdeck-parity-'));
  return {
    engine: () => sqliteThreads({ file: join(folder, 'threads.db') }),
    isDurable: true,
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

async function postgresDatabase(url: string): Promise<TestDatabase> {
  const schema = `parity_${randomUUID().replaceAll('-', '')}`;
  return {
    engine: () => postgresThreads({ url, schema }),
    isDurable: true,
    async dispose() {
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(
        `set client_min_messages = error; drop schema if exists "${schema}" cascade`,
      );
      await client.end();
    },
  };
}
