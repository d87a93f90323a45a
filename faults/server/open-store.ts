import { memoryThreads, type StoreEngine } from '@flightdeck/store';
import type { BusTransport } from '@flightdeck/store/engine';
import { PostgresNotifyTransport, postgresThreads } from '@flightdeck/store-postgres';
import { sqliteThreads } from '@flightdeck/store-sqlite';
import { FaultyTransport } from './faulty-transport.js';
import { FAST_LEASE, type PostgresChoice, type ServerOptions } from './server-options.js';

/** The engine that a server of the suite, or the test itself, keeps or reads threads with. */
export function openStore(
  { store, lease = FAST_LEASE, retention, rawLogMinutes }: ServerOptions,
  onWarning: (message: string, cause?: unknown) => void,
): StoreEngine {
  const options = {
    onWarning,
    ...(lease === 'default' ? {} : { lease }),
    ...(retention === undefined ? {} : { retention }),
    ...(rawLogMinutes === undefined ? {} : { rawLogMinutes }),
  };
  switch (store.kind) {
    case 'memory':
      return memoryThreads({ onWarning });
    case 'sqlite':
      return sqliteThreads({ ...options, file: store.file });
    case 'postgres': {
      const { url, schema } = store;
      return postgresThreads({ ...options, url, schema, bus: transportOf(store) });
    }
  }
}

function transportOf({ bus = 'notify', hints, url, schema }: PostgresChoice): BusTransport | null {
  if (bus === 'none') return null;
  if (bus !== 'notify') throw new Error('no redis yet');
  const transport = new PostgresNotifyTransport({ url, schema });
  return hints === undefined ? transport : new FaultyTransport(transport, hints);
}
