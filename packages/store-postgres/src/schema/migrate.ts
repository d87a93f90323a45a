import {
  migrationChecksum,
  planMigrations,
  type AppliedMigration,
  type Migration,
  type MigrationMode,
} from '@flightdeck/store/engine';

import type { Session } from '../sql/database.js';
import { integer, rawText } from '../sql/row-fields.js';
import { quoted, type Statement } from '../sql/statement.js';
import { STEPS } from './migrations.js';

/** Long ones wait for tables that are in use, and build indexes. */
export const MIGRATION_MS = 120_000;
/** Looking is quick, or nobody answers. */
const LOOK_MS = 5_000;

/**
 * Brings the schema up to date, or checks that it is. To be called inside a transaction, which
 * carries everything out or nothing; many nodes may do it at the same time.
 *
 * @throws StoreError `migration_required`, `newer_schema`, `conflict`, and what the database says
 */
export async function migrate(
  session: Session,
  schema: string,
  mode: MigrationMode = 'auto',
  known: readonly Migration[] = STEPS,
): Promise<void> {
  // What every later start finds, without a lock and without the right to create anything.
  const before = await applied(session, schema);
  if (planMigrations(known, before ?? [], mode).length === 0) return;
  await session.rows(LOCK, [`flightdeck:${schema}`]);
  await createSchema(session, schema);
  const pending = planMigrations(known, (await applied(session, schema)) ?? [], mode);
  for (const step of pending) await apply(session, schema, step);
}

async function apply(session: Session, schema: string, step: Migration): Promise<void> {
  const name = quoted(schema);
  for (const sql of step.sql) {
    await session.rows({ text: sql.replaceAll('$schema', () => name) }, []);
  }
  await session.rows(
    {
      text: `insert into ${name}.schema_migrations (id, name, checksum, applied_at) values ($1, $2, $3, now())`,
    },
    [step.id, step.name, migrationChecksum(step)],
  );
}

async function createSchema(session: Session, schema: string): Promise<void> {
  const name = quoted(schema);
  const [there] = await session.rows(HAS_SCHEMA, [schema]);
  if (there === undefined) await session.rows({ text: `create schema ${name}` }, []);
  if ((await applied(session, schema)) !== null) return;
  await session.rows(
    {
      text: `create table ${name}.schema_migrations (
        id int primary key, name text not null, checksum text not null, applied_at timestamptz not null)`,
    },
    [],
  );
}

/** `null` where nothing was ever applied. */
async function applied(session: Session, schema: string): Promise<AppliedMigration[] | null> {
  const name = quoted(schema);
  // Asking for a table that is not there would end the transaction.
  const [table] = await session.rows(HAS_TABLE, [schema], LOOK_MS);
  if (table === undefined) return null;
  const rows = await session.rows(
    { text: `select id, checksum from ${name}.schema_migrations order by id` },
    [],
    LOOK_MS,
  );
  return rows.map((row) => ({ id: integer(row, 'id'), checksum: rawText(row, 'checksum') }));
}

const LOCK: Statement = { text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))' };
const HAS_SCHEMA: Statement = { text: 'select 1 as it from pg_namespace where nspname = $1' };
const HAS_TABLE: Statement = {
  text: `select 1 as it from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relname = 'schema_migrations' and c.relkind in ('r', 'p')`,
};
