import { redisBus } from '@flightdeck/bus-redis';
import { memoryThreads, type StoreEngine } from '@flightdeck/store';
import type { BusTransport } from '@flightdeck/store/engine';
import { PostgresNotifyTransport, postgresThreads } from '@flightdeck/store-postgres';
import { sqliteThreads } from '@flightdeck/store-sqlite';
import { FaultyTransport } from './faulty-transport.js';
import { FAST_LEASE, type PostgresChoice, type ServerOptions } from './server-options.js';

/** An engine whose server is gone the moment that it has taken a run over. */
export function dyingOnTakeover(engine: StoreEngine): StoreEngine {
  const { coordinator } = engine;
  return {
    ...engine,
    coordinator: {
      nodeId: coordinator.nodeId,
      start: () => coordinator.start({ onOrphan: () => void process.kill(process.pid, 'SIGKILL') }),
      acquire: (scope, request) => coordinator.acquire(scope, request),
      requestStop: (scope, request) => coordinator.requestStop(scope, request),
      drain: (graceMs) => coordinator.drain(graceMs),
    },
  };
}

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
  const transport =
    bus === 'notify'
      ? new PostgresNotifyTransport({ url, schema })
      : // The schema tells clusters on one Redis apart.
        redisBus({ url: bus.redisUrl, prefix: `${schema}:` });
  return hints === undefined ? transport : new FaultyTransport(transport, hints);
}
