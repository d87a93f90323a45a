import type { StoreBackend } from '@flightdeck/store/engine';

import { logRows } from './log-rows.js';
import { runRows } from './run-rows.js';
import { Tables } from './tables.js';
import { threadRows } from './thread-rows.js';

/** A backend on tables in memory. What happens within one call is one transaction. */
export function ownBackend(db: Tables = new Tables()): StoreBackend {
  return {
    name: 'own',
    threads: threadRows(db),
    log: logRows(db),
    runs: runRows(db),
    nodes: {
      register: async (nodeId, ttlMs) => void db.nodes.set(nodeId, db.now() + ttlMs),
      async heartbeat(nodeId, ttlMs) {
        const alive = !db.isDead(nodeId);
        if (alive) db.nodes.set(nodeId, db.now() + ttlMs);
        const mine = [...db.threads.values()].filter(({ ownerNode }) => ownerNode === nodeId);
        const stops = mine.flatMap(({ stop: reason, record: { threadPk } }) =>
          reason === null ? [] : [{ threadPk, reason }],
        );
        return { alive, stops };
      },
      remove: async (nodeId) => void db.nodes.delete(nodeId),
    },
    open: async () => undefined,
    close: async () => undefined,
  };
}
