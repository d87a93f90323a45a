import type { StoreEngine } from '@flightdeck/store';
import { createEngine } from '@flightdeck/store/engine';

import { SqliteBackend } from './sqlite-backend.js';
import { resolveSqliteOptions, type SqliteThreadsOptions } from './sqlite-options.js';

/**
 * Keeps threads in one SQLite file, without any set-up: what the `threads` option of a runtime takes.
 * Several processes of one host may use the file at the same time. It is opened by the first call
 * that needs it, which therefore tells what is wrong with it.
 *
 * @throws TypeError, RangeError naming the option that makes no sense
 */
export function sqliteThreads(options: SqliteThreadsOptions): StoreEngine {
  const { file: _file, driver: _driver, busyTimeoutMs: _busy, ...engine } = options;
  return createEngine(new SqliteBackend(resolveSqliteOptions(options)), engine);
}
