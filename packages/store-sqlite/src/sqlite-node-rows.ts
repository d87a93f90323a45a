import type { NodeRows } from '@flightdeck/store/engine';

import type { SqliteDatabase } from './database/sqlite-database.js';
import type { HostProcess } from './host/host-process.js';
import { stopsFor } from './rows/head-sql.js';
import { expireDeadNodes, registerNode, removeNode, renewNode } from './rows/node-sql.js';

export class SqliteNodeRows implements NodeRows {
  readonly #database: SqliteDatabase;
  readonly #self: () => HostProcess;

  constructor(database: SqliteDatabase, self: () => HostProcess) {
    this.#database = database;
    this.#self = self;
  }

  register(nodeId: string, ttlMs: number): Promise<void> {
    return this.#database.write((open) => {
      registerNode(open, nodeId, ttlMs, this.#self());
      expireDeadNodes(open, nodeId, this.#self());
    });
  }

  heartbeat(nodeId: string, ttlMs: number): ReturnType<NodeRows['heartbeat']> {
    return this.#database.write((open) => ({
      alive: renewNode(open, nodeId, ttlMs, this.#self()),
      stops: stopsFor(open, nodeId),
    }));
  }

  remove(nodeId: string): Promise<void> {
    return this.#database.write((open) => removeNode(open, nodeId));
  }
}
