import type { StoreBackend } from '@flightdeck/store/engine';

import { SqliteDatabase, type SqliteDatabaseOptions } from './database/sqlite-database.js';
import { describeProcess, type HostProcess } from './host/host-process.js';
import { SqliteLogRows } from './sqlite-log-rows.js';
import { SqliteNodeRows } from './sqlite-node-rows.js';
import { SqliteRunRows } from './sqlite-run-rows.js';
import { SqliteThreadRows } from './sqlite-thread-rows.js';

/** What a store engine needs of a database, in one SQLite file. */
export class SqliteBackend implements StoreBackend {
  readonly name = 'sqlite';
  readonly threads: SqliteThreadRows;
  readonly log: SqliteLogRows;
  readonly runs: SqliteRunRows;
  readonly nodes: SqliteNodeRows;
  readonly #database: SqliteDatabase;
  #self: HostProcess | null = null;

  constructor(options: SqliteDatabaseOptions) {
    const database = new SqliteDatabase(options);
    const self = (): HostProcess => (this.#self ??= describeProcess());
    this.#database = database;
    this.threads = new SqliteThreadRows(database);
    this.log = new SqliteLogRows(database);
    this.runs = new SqliteRunRows(database, self);
    this.nodes = new SqliteNodeRows(database, self);
  }

  open(): Promise<void> {
    return this.#database.open();
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  hasForeignWrites(): boolean {
    return this.#database.hasForeignWrites();
  }
}
