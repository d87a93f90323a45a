// The public API. Whatever is not named here may change without notice.

export type { SqliteDriverName } from './driver/open-driver.js';
export {
  importUpstreamRuns,
  type FailedImport,
  type ImportCounts,
  type ImportUpstreamRunsOptions,
} from './importer/import-upstream-runs.js';
export type { SqliteThreadsOptions } from './sqlite-options.js';
export { sqliteThreads } from './sqlite-threads.js';
