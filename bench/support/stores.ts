import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { memoryThreads, type StoreEngine } from '@flightdeck/store';
import { postgresThreads } from '@flightdeck/store-postgres';
import { sqliteThreads } from '@flightdeck/store-sqlite';
import { Client } from 'pg';

export const STORE_KINDS = ['memory', 'sqlite', 'postgres'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** Where a workload's threads are, so that another engine or process can open them, too. */
export interface StorePlace {
  readonly kind: StoreKind;
  /** The SQLite file. */
  readonly file: string;
  readonly url: string;
  readonly schema: string;
  /** Runs SQL beside the engine; for PostgreSQL only. */
  sql(text: string): Promise<void>;
  dispose(): Promise<void>;
}

export const DATABASE_URL = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/test';

export async function createPlace(kind: StoreKind): Promise<StorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'flightdeck-bench-'));
  const schema = `bench_${process.pid}_${Date.now()}`;
  const sql = async (text: string): Promise<void> => {
    const client = new Client(DATABASE_URL);
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  return {
    kind,
    file: join(folder, 'threads.db'),
    url: DATABASE_URL,
    schema,
    sql,
    async dispose() {
      if (kind === 'postgres') await sql(`drop schema if exists ${schema} cascade`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function openStore({
  kind,
  file,
  url,
  schema,
}: Omit<StorePlace, 'sql' | 'dispose'>): StoreEngine {
  if (kind === 'memory') return memoryThreads({ maxRunsPerThread: 0 });
  return kind === 'sqlite' ? sqliteThreads({ file }) : postgresThreads({ url, schema });
}
