import type { AppendItem, HistoryEvent, LogRead, RunClose, ThreadHead } from '../event-log.js';
import type { RunRecord } from '../records.js';

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
