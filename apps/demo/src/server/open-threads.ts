import type { CopilotRuntimeOptions } from '@flightdeck/core';
import type { DemoStorage } from './settings.js';

type Threads = NonNullable<CopilotRuntimeOptions['threads']>;

/** The store of a demo. Only the module of the one that is used is loaded. */
export async function openThreads(storage: DemoStorage): Promise<Threads> {
  if (storage.kind === 'sqlite') {
    const { sqliteThreads } = await import('@flightdeck/store-sqlite');
    return sqliteThreads({ file: storage.file });
  }
  const { postgresThreads } = await import('@flightdeck/store-postgres');
  const { url, schema, leaseMs } = storage;
  return postgresThreads({
    url,
    schema,
    ...(leaseMs === null ? {} : { lease: { ttlMs: leaseMs } }),
  });
}
