import { StoreError } from '../store-error.js';
import { textHash } from './text-hash.js';

/** One step of a database's schema. Once released it never changes: a later step corrects it. */
export interface Migration {
  /** 1 for the first; each one is higher than the one before. */
  readonly id: number;
  /** Names the step in messages and in the table of applied ones. */
  readonly name: string;
  /** The statements, in order. */
  readonly sql: readonly string[];
}

/** A row of the table in which a database notes what was applied to it. */
export interface AppliedMigration {
  readonly id: number;
  /** See {@link migrationChecksum}. */
  readonly checksum: string;
}

/**
 * What to do with pending steps: `auto` applies them, `verify` refuses to start, for those who let
 * nobody but a deployment step change their schema.
 */
export type MigrationMode = 'auto' | 'verify';

/** Changes with the statements of a step, whatever its name. */
export function migrationChecksum(migration: Migration): string {
  return textHash(migration.sql.join('\n;\n'));
}

/**
 * The steps that a database still needs, in order. To be asked, and the answer carried out, under a
 * lock that keeps other processes from doing the same.
 *
 * @throws StoreError `newer_schema` where a later version was at work, `conflict` where an applied
 *   step differs from the known one, `migration_required` for pending steps in the mode `verify`
 */
export function planMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
  mode: MigrationMode = 'auto',
): readonly Migration[] {
  const ordered = inOrder(known);
  const checksums = new Map(applied.map(({ id, checksum }) => [id, checksum]));
  checkApplied(ordered, checksums);
  const pending = ordered.filter(({ id }) => !checksums.has(id));
  if (mode === 'verify' && pending.length > 0) {
    const names = pending.map(nameOf).join(', ');
    throw new StoreError('migration_required', `The database lacks the migrations ${names}`);
  }
  return pending;
}

function checkApplied(known: readonly Migration[], applied: ReadonlyMap<number, string>): void {
  const byId = new Map(known.map((migration) => [migration.id, migration]));
  for (const [id, checksum] of applied) {
    const migration = byId.get(id);
    if (migration === undefined) {
      const message = `The database was changed by a later version: its migration ${id} is unknown`;
      throw new StoreError('newer_schema', message);
    }
    if (migrationChecksum(migration) !== checksum) {
      const message = `The migration ${nameOf(migration)} is not the one that the database has`;
      throw new StoreError('conflict', message);
    }
  }
}

/** @throws RangeError for ids that are not whole numbers from 1 on, or that come twice */
function inOrder(known: readonly Migration[]): readonly Migration[] {
  const ordered = known.toSorted((left, right) => left.id - right.id);
  ordered.forEach((migration, index) => {
    const valid = Number.isSafeInteger(migration.id) && migration.id > 0;
    if (!valid || ordered[index - 1]?.id === migration.id) {
      throw new RangeError(`Migration ids are unique and count from 1: ${nameOf(migration)}`);
    }
  });
  return ordered;
}

function nameOf({ id, name }: Migration): string {
  return `${id} (${name})`;
}
