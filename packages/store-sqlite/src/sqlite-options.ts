import { basename, resolve } from 'node:path';

import type { EngineOptions } from '@flightdeck/store/engine';

import { IN_MEMORY } from './database/prepare-file.js';
import type { SqliteDatabaseOptions } from './database/sqlite-database.js';
import type { SqliteDriverName } from './driver/open-driver.js';

export interface SqliteThreadsOptions extends Pick<
  EngineOptions,
  'flush' | 'lease' | 'nodeId' | 'onWarning' | 'rawLogMinutes' | 'retention'
> {
  /**
   * The path of the database, relative to the working directory. It and its folder are created;
   * files with `-wal` and `-shm` behind its name stand next to it while it is open. `:memory:` keeps
   * everything in this process and loses it at the end.
   */
  readonly file: string;
  /**
   * Which module brings SQLite: `node` is the built-in `node:sqlite` of Node 22.13 and later,
   * `libsql` the package of that name.
   *
   * @default `auto`: `node` where there is one, else `libsql`
   */
  readonly driver?: SqliteDriverName;
  /**
   * How long a call waits for the lock of another connection, without holding up the process, until
   * it fails with `unavailable`.
   *
   * @default 5000
   */
  readonly busyTimeoutMs?: number;
}

const DRIVERS: readonly unknown[] = ['auto', 'node', 'libsql'];

/** @throws TypeError, RangeError naming the option that makes no sense */
export function resolveSqliteOptions(options: SqliteThreadsOptions): SqliteDatabaseOptions {
  const { file, driver = 'auto', busyTimeoutMs = 5_000 } = options;
  if (typeof file !== 'string') throw new TypeError('file must be a string');
  if (file === '' || file.startsWith('file:')) {
    throw new RangeError('file must be a path, or :memory:');
  }
  if (!DRIVERS.includes(driver)) throw new RangeError('driver must be auto, node or libsql');
  if (typeof busyTimeoutMs !== 'number' || !(busyTimeoutMs >= 0)) {
    throw new RangeError('busyTimeoutMs must be at least 0');
  }
  const inMemory = file === IN_MEMORY;
  return Object.freeze({
    file: inMemory ? file : resolve(file),
    name: inMemory ? file : basename(file),
    driver,
    busyTimeoutMs,
  });
}
