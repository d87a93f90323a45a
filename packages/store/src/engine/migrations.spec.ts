import type { Migration } from './migrations.js';
import { migrationChecksum, planMigrations } from './migrations.js';

const FIRST: Migration = { id: 1, name: 'threads', sql: ['create table a (x)', 'create index b'] };
const SECOND: Migration = { id: 2, name: 'archives', sql: ['create table c (y)'] };

describe('planning migrations', () => {
  const applied = (...migrations: readonly Migration[]) =>
    migrations.map((migration) => ({ id: migration.id, checksum: migrationChecksum(migration) }));

  it('applies all of them to an empty database, in order', () => {
    expect(planMigrations([SECOND, FIRST], [])).toEqual([FIRST, SECOND]);
  });

  it('applies only what is missing', () => {
    expect(planMigrations([FIRST, SECOND], applied(FIRST))).toEqual([SECOND]);
    expect(planMigrations([FIRST, SECOND], applied(FIRST, SECOND), 'verify')).toEqual([]);
  });

  it('refuses pending ones where the schema is only verified', () => {
    expect(() => planMigrations([FIRST, SECOND], applied(FIRST), 'verify')).toThrow(
      expect.objectContaining({
        code: 'migration_required',
        message: expect.stringMatching(/2 \(archives\)/),
      }),
    );
  });

  it('refuses a database of a later version', () => {
    expect(() => planMigrations([FIRST], applied(FIRST, SECOND))).toThrow(
      expect.objectContaining({ code: 'newer_schema' }),
    );
  });

  it('refuses a database to which something else was applied', () => {
    const changed = { ...FIRST, sql: ['create table a (z)', 'create index b'] };
    expect(() => planMigrations([changed], applied(FIRST))).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });

  it('lets a migration be renamed', () => {
    expect(planMigrations([{ ...FIRST, name: 'other' }], applied(FIRST))).toEqual([]);
  });

  it('refuses ids that are no numbers, or that come twice', () => {
    for (const id of [0, 1.5, 2, Number.NaN]) {
      expect(() => planMigrations([SECOND, { ...FIRST, id }], [])).toThrow(RangeError);
    }
  });

  it('has checksums that are the same everywhere and differ with any character', () => {
    expect(migrationChecksum(FIRST)).toBe(migrationChecksum({ ...FIRST, sql: [...FIRST.sql] }));
    const checksums = ['', 'a', 'b', 'ab', 'ba', 'ā'].map((sql) =>
      migrationChecksum({ ...FIRST, sql: [sql] }),
    );
    expect(new Set(checksums).size).toBe(6);
    expect(checksums[1]).toMatch(/^[0-9a-f]{16}$/);
  });
});
