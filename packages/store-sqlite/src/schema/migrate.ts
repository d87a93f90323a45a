import { StoreError } from '@flightdeck/store';
import { migrationChecksum, planMigrations } from '@flightdeck/store/engine';
import type { AppliedMigration } from '@flightdeck/store/engine';

import type { SqliteSession } from '../database/sqlite-session.js';
import { RESULT, SqliteFailure } from '../driver/sqlite-failure.js';
import { integer, text } from '../rows/columns.js';
import { MIGRATIONS } from './migrations.js';

const TABLES = `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`;
const APPLIED = 'select id, checksum from schema_migrations';
const NOTE = 'insert into schema_migrations (id, name, checksum, applied_at) values (?, ?, ?, ?)';
const CREATE = `create table schema_migrations (
  id integer primary key, name text not null, checksum text not null, applied_at integer not null
)`;

/**
 * Brings the schema up to date, within the transaction of the caller.
 *
 * @throws StoreError `newer_schema`, `conflict`, `corrupt` for the database of another application
 */
export function migrate(session: SqliteSession, file: string): void {
  const tables = new Set(session.all(TABLES).map((row) => text(row, 'name')));
  if (tables.size === 0) session.exec(CREATE);
  else if (!tables.has('schema_migrations')) throw foreign(file);
  for (const migration of planMigrations(MIGRATIONS, applied(session, file))) {
    for (const statement of migration.sql) session.exec(statement);
    const { id, name } = migration;
    session.run(NOTE, id, name, migrationChecksum(migration), Date.now());
  }
}

function applied(session: SqliteSession, file: string): AppliedMigration[] {
  try {
    return session.all(APPLIED).map((row) => ({
      id: integer(row, 'id'),
      checksum: text(row, 'checksum'),
    }));
  } catch (error) {
    // Other applications have a table of that name too, with columns of their own.
    const unknownColumn = error instanceof SqliteFailure && error.result === RESULT.error;
    throw unknownColumn ? foreign(file) : error;
  }
}

function foreign(file: string): StoreError {
  const message =
    `The thread store ${file} is the SQLite database of another application: use another file. ` +
    'What the upstream SQLite runner wrote can be read by importUpstreamRuns';
  return new StoreError('corrupt', message);
}
