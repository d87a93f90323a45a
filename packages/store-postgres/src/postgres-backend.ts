import type { StoreBackend } from '@flightdeck/store/engine';

import type { ResolvedConnectionOptions } from './postgres-options.js';
import { PostgresLogRows } from './rows/postgres-log-rows.js';
import { PostgresNodeRows } from './rows/postgres-node-rows.js';
import { PostgresRunRows } from './rows/postgres-run-rows.js';
import { PostgresThreadRows } from './rows/postgres-thread-rows.js';
import { Projects } from './rows/projects.js';
import { MIGRATION_MS, migrate } from './schema/migrate.js';
import { Database } from './sql/database.js';
import { quoted } from './sql/statement.js';

/** Threads in one schema of a PostgreSQL database. */
export class PostgresBackend implements StoreBackend {
  readonly name = 'postgres';
  readonly threads: PostgresThreadRows;
  readonly log: PostgresLogRows;
  readonly runs: PostgresRunRows;
  readonly nodes: PostgresNodeRows;
  readonly #database: Database;
  readonly #options: ResolvedConnectionOptions;

  constructor(options: ResolvedConnectionOptions) {
    this.#options = options;
    this.#database = new Database(options);
    const schema = quoted(options.schema);
    const projects = new Projects(this.#database, schema);
    this.threads = new PostgresThreadRows(this.#database, schema, projects);
    this.log = new PostgresLogRows(this.#database, schema);
    this.runs = new PostgresRunRows(this.#database, schema, projects);
    this.nodes = new PostgresNodeRows(this.#database.urgent, schema);
  }

  async open(): Promise<void> {
    const { schema, migrate: mode } = this.#options;
    await this.#database.open((session) => migrate(session, schema, mode), MIGRATION_MS);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
