import { chdir, cwd } from 'node:process';

import { sqliteThreads, type SqliteThreadsOptions } from '../src/index.js';
import { resolveSqliteOptions } from '../src/sqlite-options.js';

describe('the options of sqliteThreads', () => {
  it.each([
    [{}, 'file must be a string'],
    [{ file: '' }, 'file must be a path'],
    [{ file: 'file:x.db?mode=ro' }, 'file must be a path'],
    [{ file: 'x.db', driver: 'better-sqlite3' }, 'driver must be auto, node or libsql'],
    [{ file: 'x.db', busyTimeoutMs: -1 }, 'busyTimeoutMs must be at least 0'],
    [{ file: 'x.db', busyTimeoutMs: '5' }, 'busyTimeoutMs must be at least 0'],
    [{ file: 'x.db', busyTimeoutMs: Number.NaN }, 'busyTimeoutMs must be at least 0'],
    [{ file: 'x.db', rawLogMinutes: -1 }, 'rawLogMinutes'],
    [{ file: 'x.db', lease: { ttlMs: 1 } }, 'lease.ttlMs'],
  ])('refuse %j', (options, message) => {
    expect(() => sqliteThreads(options as unknown as SqliteThreadsOptions)).toThrow(message);
  });

  it('mean the folder in which the process was when they were given', () => {
    const before = cwd();
    const { file, name } = resolveSqliteOptions({ file: 'data/x.db' });
    chdir('/');
    try {
      expect([file, name]).toEqual([`${before}/data/x.db`, 'x.db']);
    } finally {
      chdir(before);
    }
  });

  it('leave the file alone until something is asked', async () => {
    const engine = sqliteThreads({ file: '/proc/no/such/place.db' });
    expect(engine.name).toBe('sqlite');
    await engine.close();
  });
});
