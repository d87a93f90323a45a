// For makers of storage engines: from the rows of a database to the four ports. Users need none of it.

export type { BusReceiver, BusTransport } from './backend/bus-transport.js';
export { decodeArchive, decodeFenceSpans, encodeArchive } from './backend/archive-codec.js';
export { decodeSegment, encodeSegment, MAX_SEGMENT_EVENTS } from './backend/segment-codec.js';
export type {
  AppendRow,
  AppendRowOutcome,
  CursorFacts,
  FenceSpans,
  LogRows,
  RunArchive,
  RunRow,
  SegmentRow,
} from './backend/log-rows.js';
export type { NodeRows } from './backend/node-rows.js';
export type { AcquiredRun, AcquireRowResult, RunRows, TakenOverRun } from './backend/run-rows.js';
export type { StoreBackend } from './backend/store-backend.js';
export type {
  RemovedThread,
  RetentionPolicy,
  ThreadRowQuery,
  ThreadRows,
} from './backend/thread-rows.js';
export {
  migrationChecksum,
  planMigrations,
  type AppliedMigration,
  type Migration,
  type MigrationMode,
} from './engine/migrations.js';
export { changeKindOf } from './change-kind.js';
export { createEngine } from './engine/create-engine.js';
export type { EngineClock } from './engine/engine-clock.js';
export type { EngineOptions } from './engine/engine-options.js';
