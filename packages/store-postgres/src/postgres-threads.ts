import type { StoreEngine } from '@flightdeck/store';
import { createEngine, type BusTransport, type EngineOptions } from '@flightdeck/store/engine';

import { PostgresNotifyTransport } from './notify/postgres-notify-transport.js';
import { PostgresBackend } from './postgres-backend.js';
import { resolveConnectionOptions, type PostgresConnectionOptions } from './postgres-options.js';

export interface PostgresThreadsOptions
  extends PostgresConnectionOptions, Omit<EngineOptions, 'transport'> {}

/** A statement of a node begins this long after the one before: events of all its runs collect meanwhile. */
const FLUSH = { minIntervalMs: 5, maxBytes: 2 * 1_024 * 1_024 };

/**
 * Threads in PostgreSQL 13 or later, for any number of instances. Connects with the first call.
 *
 * @throws TypeError, RangeError naming the option that makes no sense
 */
export function postgresThreads(options: PostgresThreadsOptions = {}): StoreEngine {
  const connection = resolveConnectionOptions(options);
  const transport = transportOf(options, connection.schema);
  return createEngine(new PostgresBackend(connection), {
    ...options,
    flush: { ...FLUSH, ...options.flush },
    ...(transport === null ? {} : { transport }),
  });
}

/** `null` where nothing carries hints: by wish, or because only a pool is known. */
function transportOf(
  { bus, url, listenUrl, pool }: PostgresConnectionOptions,
  schema: string,
): BusTransport | null {
  if (bus !== undefined) return bus;
  if (listenUrl === undefined && pool !== undefined) return null;
  return new PostgresNotifyTransport({ url: listenUrl ?? url ?? null, schema });
}
