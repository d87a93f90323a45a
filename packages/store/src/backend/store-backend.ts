import type { AppendItem, HistoryEvent, LogRead, RunClose, ThreadHead } from '../event-log.js';
import type { ListCursor } from '../list-cursor.js';
import type { RunRecord, ThreadChange, ThreadRecord } from '../records.js';
import type { AcquireRequest, StopRequest, StopResult } from '../run-coordinator.js';
import type { Scope } from '../scope.js';
import type { ThreadPatch } from '../thread-store.js';

/**
 * What a database has to do for a store engine: rows and transactions, nothing else. `createEngine`
 * makes the four ports of it and adds what is the same everywhere: group commit, leases, hints,
 * history, compaction, retention. durability.md 5.
 *
 * Every method is one transaction. A scope with a user touches that user's threads alone; one
 * without touches every thread of its tenant, and creates threads whose user is `''`. Methods throw
 * `StoreError` and nothing else; `unavailable` means that nobody knows whether it was carried out.
 * Every call settles within bounded time, whatever the network does; one that was `unavailable` may
 * still be carried out for 45 seconds, and not later. Before `open` has succeeded,
 * and after `close`, they throw `closed`.
 */
export interface StoreBackend {
  /** For messages and logs: `sqlite`, `postgres`. */
  readonly name: string;
  readonly threads: ThreadRows;
  readonly log: LogRows;
  readonly runs: RunRows;
  readonly nodes: NodeRows;
  /**
   * Connects and brings the schema up to date, or checks it. Called once per successful start.
   *
   * @throws StoreError `unavailable`, `access_denied`, `corrupt`, `newer_schema`, `migration_required`, `read_only`
   */
  open(): Promise<void>;
  /** Releases every connection; safe to call repeatedly. */
  close(): Promise<void>;
  /**
   * Whether another process may have written since this was asked last. Where it can be told
   * cheaply, followers are woken by it; without it, they ask `heads` at intervals.
   */
  hasForeignWrites?(): boolean;
}

/** A thread that is gone, with what its followers must be told. */
export interface RemovedThread {
  readonly threadPk: number;
  /** The number that its next event would have had. */
  readonly nextSeq: number;
  /** Whose thread it was. */
  readonly owner: Scope;
  /** The number of the change that tells of it. */
  readonly metaSeq: number;
}

export interface ThreadRowQuery {
  readonly agentId?: string;
  readonly archived: 'no' | 'only' | 'all';
  readonly limit: number;
  /** Only threads behind this place. */
  readonly after: ListCursor | null;
}

/** How long threads are kept; `null` is for ever. Days since the last activity. */
export interface RetentionPolicy {
  readonly archiveAfterDays: number | null;
  readonly removeAfterDays: number | null;
  readonly removeArchivedAfterDays: number | null;
}

export interface ThreadRows {
  /**
   * The thread, created if its id is free in the tenant; `null` if it is somebody else's.
   *
   * A new thread has `nextSeq` 1 and a fence of `threadPk * 2 ** 20`: a `threadPk` is never given
   * twice, so a cursor of a removed thread does not fit its successor.
   */
  ensure(
    scope: Scope,
    thread: { readonly threadId: string; readonly agentId: string; readonly name?: string },
  ): Promise<{
    readonly thread: ThreadRecord;
    readonly created: boolean;
    /** The number of the change `created`; absent if there was none. */
    readonly metaSeq?: number;
  } | null>;
  get(scope: Scope, threadId: string): Promise<ThreadRecord | null>;
  isForeign(scope: Scope, threadId: string): Promise<boolean>;
  /**
   * Threads that have run, by `lastRunAt` (in the whole milliseconds of the record) and then
   * `threadPk`, both descending. `after` is `lastRunAt` and `threadPk` of the last one seen.
   */
  list(scope: Scope, query: ThreadRowQuery): Promise<readonly ThreadRecord[]>;
  /**
   * The changed thread and the number of the change; `null` if there is no such thread. A patch that
   * changes nothing is no change: the number is absent.
   *
   * The kind is `archived` or `unarchived` where that flag changes, else `renamed` where the name
   * does, else `updated` for metadata, equal to the former or not.
   */
  update(
    scope: Scope,
    threadId: string,
    patch: ThreadPatch,
  ): Promise<{ readonly thread: ThreadRecord; readonly metaSeq?: number } | null>;
  /** Removes a thread with everything that belongs to it. */
  remove(scope: Scope, threadId: string): Promise<RemovedThread | null>;
  /** Removes up to `limit` threads of the scope; none means that none are left. */
  removeSome(scope: Scope, limit: number): Promise<readonly RemovedThread[]>;
  /**
   * Forgets the changes of the scope's user, or of the whole tenant; for erasing somebody. Their
   * numbers are not used again: heads stay, and who asks for what is gone is told `truncated`.
   */
  forgetChanges(scope: Scope): Promise<void>;
  /** See `ThreadStore.changesSince`; `truncated` also for a number beyond the head. */
  changesSince(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): Promise<{
    readonly changes: readonly ThreadChange[];
    readonly head: number;
    readonly truncated: boolean;
  }>;
  /** The number of the latest change of each of the given scopes' users, in their order; 0 for none. */
  changeHeads(scopes: readonly Scope[]): Promise<readonly number[]>;
  /**
   * Applies the policy to at most `limit` idle threads of every tenant, and drops changes older than
   * a day. A backend without it keeps everything.
   */
  applyRetention?(
    policy: RetentionPolicy,
    limit: number,
  ): Promise<{
    readonly removed: readonly RemovedThread[];
    /** Owners with the number of the latest change that this made. */
    readonly archived: readonly { readonly owner: Scope; readonly metaSeq: number }[];
  }>;
}

/** One stretch of consecutive events as one row. */
export interface SegmentRow {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** See `encodeSegment`. */
  readonly body: string;
}

/** An {@link AppendItem} in rows: one event at least. At most one row per thread and call. */
export interface AppendRow extends Pick<
  AppendItem,
  'threadPk' | 'runPk' | 'fence' | 'firstSeq' | 'messageIds'
> {
  readonly lastSeq: number;
  readonly segments: readonly SegmentRow[];
  readonly close?: RunClose;
}

export type AppendRowOutcome =
  | {
      readonly kind: 'ok';
      /** Why the run is asked to end, if it is; either answer will do for one that ends with it. */
      readonly stop: 'stop' | 'superseded' | null;
    }
  | { readonly kind: 'fenced'; readonly currentFence: number };

/** A run as it is stored. */
export interface RunRow extends RunRecord {
  readonly threadPk: number;
  /** Whether its archive is there; its raw events may be gone then. */
  readonly compacted: boolean;
}

/** What a cursor is checked against. */
export interface CursorFacts {
  readonly head: ThreadHead;
  /** The fence of the segment that holds the number; `null` if there is no such segment (any more). */
  readonly segmentFence: number | null;
  /** The run that the number belongs to. */
  readonly run: RunRow | null;
}

/** The fences under which a run's events were written: each from its number on, in order. */
export type FenceSpans = readonly (readonly [firstSeq: number, fence: number])[];

export interface RunArchive {
  readonly events: readonly HistoryEvent[];
  readonly fences: FenceSpans;
}

export interface LogRows {
  /**
   * Appends to runs: each only if its thread's head has this fence, this run and `firstSeq` as the
   * next number. With `close`, the run's end and the release of the thread are part of it. An item
   * that is stored already, under the same fence and as part of the same run, is `ok` again, with a
   * stop only while its run is active. A thread that is gone has 0 as its current fence.
   */
  append(rows: readonly AppendRow[]): Promise<readonly AppendRowOutcome[]>;
  /**
   * Raw events behind `after`, see `EventLog.read`: whole segments, the one that `after` lies in
   * included. The first one whatever its size, then more until they reach `limitBytes`, of UTF-16
   * units or of bytes. `upToDate` if no segment follows the last one given.
   */
  read(threadPk: number, after: number, limitBytes: number): Promise<LogRead>;
  heads(threadPks: readonly number[]): Promise<readonly ThreadHead[]>;
  /** `null` for an unknown thread. For a number beyond the head, segment and run are `null`. */
  cursorFacts(threadPk: number, seq: number): Promise<CursorFacts | null>;
  /** Runs of a thread behind `afterRunPk` (0 for all), oldest first. */
  runs(threadPk: number, afterRunPk: number, limit: number): Promise<readonly RunRow[]>;
  run(runPk: number): Promise<RunRow | null>;
  archive(runPk: number): Promise<RunArchive | null>;
  /** Stores the archive of an ended run, unless it has one. */
  writeArchive(run: RunRow, archive: RunArchive): Promise<void>;
  /**
   * Ended runs without an archive that ended more than `minAgeMs` ago, oldest first. Without it only
   * the node that ended a run makes its archive.
   */
  runsToCompact?(minAgeMs: number, limit: number): Promise<readonly RunRow[]>;
  /**
   * Drops raw events of up to `limit` runs that were archived more than `minAgeMs` ago; answers how
   * many runs. Without it they stay as long as their thread.
   */
  dropRaw?(minAgeMs: number, limit: number): Promise<number>;
  knownMessageIds(threadPk: number, messageIds: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface AcquiredRun {
  readonly kind: 'acquired';
  readonly threadPk: number;
  readonly runPk: number;
  readonly fence: number;
  readonly firstSeq: number;
  /** Whose thread it is, and the number of the change that tells of the run. */
  readonly owner: Scope;
  readonly metaSeq: number;
}

export type AcquireRowResult =
  | AcquiredRun
  | { readonly kind: 'busy'; readonly threadPk: number; readonly activeRunId: string }
  | { readonly kind: 'duplicate-run'; readonly status: string }
  | { readonly kind: 'not-found' };

/** A run that this node has taken over from one that is gone. */
export interface TakenOverRun {
  readonly run: RunRow;
  readonly threadId: string;
  readonly owner: Scope;
  /** The new fence, and the number of the next event. */
  readonly fence: number;
  readonly nextSeq: number;
  readonly stopRequested: boolean;
}

export interface RunRows {
  /**
   * Ensures the thread and takes it for the run, if it is free. A duplicate run is told before a busy
   * thread. The fence grows by one. The change is `created` for a new thread, else `updated`, and
   * carries the run; the thread's `agentId`, `updatedAt` and `lastRunAt` change.
   */
  acquire(scope: Scope, request: AcquireRequest, nodeId: string): Promise<AcquireRowResult>;
  /** Notes that the active run shall end; the first reason stays. */
  requestStop(
    scope: Scope,
    request: StopRequest,
  ): Promise<{
    readonly result: StopResult;
    /** The thread, its active run and the node that runs it, unless it is not found or not running. */
    readonly threadPk?: number;
    readonly runPk?: number;
    readonly ownerNode?: string;
    /** Whether that node's lease has expired. */
    readonly ownerGone?: boolean;
  }>;
  /**
   * Takes over up to `limit` runs of other nodes that are unknown or whose lease has expired: the
   * node owns them, under a fence that is one higher, with `attempt` one higher. No change tells of
   * it, and the run's `fence` stays the one under which it began. With `threadPk` only that thread's
   * run, and that even if `nodeId` owns it itself: it may have lost the answer to an `acquire`.
   */
  takeOver(nodeId: string, limit: number, threadPk?: number): Promise<readonly TakenOverRun[]>;
  /** Every thread whose active run the node owns: it may not know, where an answer was lost. */
  ownedBy(
    nodeId: string,
  ): Promise<readonly { readonly threadPk: number; readonly threadId: string }[]>;
}

export interface NodeRows {
  /**
   * Announces a node, or renews its lease. Where it can be told that other nodes of this host are
   * dead, they expire now.
   */
  register(nodeId: string, ttlMs: number): Promise<void>;
  /**
   * Renews the lease of a node, by the database's clock, unless it has expired.
   *
   * @returns whether it still had one, and the stop requests for its runs
   */
  heartbeat(
    nodeId: string,
    ttlMs: number,
  ): Promise<{
    readonly alive: boolean;
    readonly stops: readonly {
      readonly threadPk: number;
      readonly runPk: number;
      readonly reason: 'stop' | 'superseded';
    }[];
  }>;
  /** Gives up the lease: whatever the node still runs may be taken over at once. */
  remove(nodeId: string): Promise<void>;
}
