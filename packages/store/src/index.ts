// The public API. Whatever is not named here may change without notice.

export type {
  BaseEvent,
  Context,
  Message,
  ResumeItem,
  RunAgentInput,
  Tool,
  ToolCall,
} from './ag-ui.js';
export { interruptMark, isStandIn, resumeMarks, toolMark } from './answer-marks.js';
export { compactHistory } from './compact-events.js';
export { formatCursor, parseCursor, type Cursor } from './cursor.js';
export type {
  AppendItem,
  AppendOutcome,
  CursorVerdict,
  EventLog,
  HistoryEvent,
  LogRead,
  LogSegment,
  RunClose,
  RunHistory,
  ThreadHead,
} from './event-log.js';
export { exportThreads, type ExportedRun, type ExportedThread } from './export-threads.js';
export type { OpenItem, OpenItemKind } from './fold/open-items.js';
export { applyPatch } from './json-patch.js';
export { formatListCursor, parseListCursor, type ListCursor } from './list-cursor.js';
export type { LiveBus, Unfollow } from './live-bus.js';
export type { MemoryThreadsOptions } from './memory/memory-limits.js';
export { memoryThreads, type MemoryThreads } from './memory/memory-threads.js';
export { MessageIdScout } from './message-id-scout.js';
export type {
  BegunRun,
  RunRecord,
  RunStatus,
  ThreadChange,
  ThreadChangeKind,
  ThreadRecord,
} from './records.js';
export type {
  AcquireRequest,
  AcquireResult,
  CoordinatorHandlers,
  LeaseEnd,
  OrphanedRun,
  RunCoordinator,
  RunLease,
  StopRequest,
  StopResult,
} from './run-coordinator.js';
export { UNSCOPED, type Scope } from './scope.js';
export type { StoreEngine } from './store-engine.js';
export { StoreError, type StoreErrorCode } from './store-error.js';
export { ThreadFold, type ThreadFoldSeed } from './thread-fold.js';
export type { ThreadPage, ThreadPatch, ThreadQuery, ThreadStore } from './thread-store.js';
