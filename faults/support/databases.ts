import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnPostgres, OwnRedis, uniqueId } from '@flightdeck/testing';
import { Client } from 'pg';
import type { PostgresChoice, StoreChoice } from '../server/server-options.js';

/** A place for the threads of one scenario, and how to be rid of it. */
export interface Database<Choice extends StoreChoice = StoreChoice> {
  readonly store: Choice;
  remove(): Promise<void>;
}

/** An SQLite file in a folder of its own. */
export async function sqliteFile(): Promise<Database<{ kind: 'sqlite'; file: string }>> {
  const folder = await mkdtemp(join(tmpdir(), 'flightdeck-faults-'));
  return {
    store: { kind: 'sqlite', file: join(folder, 'threads.db') },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A schema of its own in a PostgreSQL. */
export function postgresSchema(url: string): Database<PostgresChoice> {
  const schema = uniqueId('faults').replaceAll('-', '_');
  return {
    store: { kind: 'postgres', url, schema },
    async remove() {
      await runSql(url, `drop schema if exists "${schema}" cascade`);
    },
  };
}

/** One statement on a connection of its own. */
export async function runSql(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}

/** Whether a scenario can have a PostgreSQL of its own, which it may restart. */
export function canStartPostgres(): boolean {
  if (OwnPostgres.isInstalled()) return true;
  if (process.env.CI === 'true') throw new Error('CI needs the programs of a PostgreSQL');
  return false;
}

/** The same for a Redis. */
export function canStartRedis(): boolean {
  if (OwnRedis.isInstalled()) return true;
  if (process.env.CI === 'true') throw new Error('CI needs the program of a Redis');
  return false;
}
