import type { RunRecord } from './records.js';

/** How a run ended; written together with its terminal event, which also frees the thread. */
export interface RunClose {
  readonly status: 'succeeded' | 'failed' | 'stopped';
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/** Consecutive events of one run, each serialised exactly once by the run's owner. */
export interface AppendItem {
  readonly threadPk: number;
  readonly runPk: number;
  readonly fence: number;
  /** The sequence number of the first event; the others follow without a gap. */
  readonly firstSeq: number;
  /** One JSON text per event. */
  readonly events: readonly string[];
  /** Ids of messages that these events mention for the first time in the run. */
  readonly messageIds: readonly string[];
  /** Set when the last event is the terminal one. */
  readonly close?: RunClose;
}

export type AppendOutcome =
  | { readonly kind: 'ok'; readonly durableSeq: number; readonly stopRequested: boolean }
  | { readonly kind: 'fenced'; readonly currentFence: number };

/** A gapless stretch of one run: `events[i]` has the number `firstSeq + i`. */
export interface LogSegment {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly fence: number;
  readonly runPk: number;
  readonly events: readonly string[];
}

export interface LogRead {
  readonly segments: readonly LogSegment[];
  /** True when the read reached the end of the log as it stands now. */
  readonly upToDate: boolean;
}

export interface ThreadHead {
  readonly threadPk: number;
  /** The number that the next event will get. */
  readonly nextSeq: number;
  readonly fence: number;
  readonly activeRunId: string | null;
  readonly ownerNode: string | null;
}

/** One event of a history; after compaction `seq` is the number of the last event merged into it. */
export interface HistoryEvent {
  readonly seq: number;
  /** The number of the first event merged into it, where that is another one. */
  readonly firstSeq?: number;
  /** The fence under which it was written, where that is not the one of its run. */
  readonly fence?: number;
  readonly json: string;
}

/** A run with its events, compacted: adjacent deltas of one item are one event. */
export interface RunHistory {
  readonly run: RunRecord;
  readonly events: readonly HistoryEvent[];
}

export type CursorVerdict =
  | { readonly ok: true; readonly after: number }
  | { readonly ok: false; readonly reason: 'ahead' | 'fence' | 'compacted' | 'malformed' };

/**
 * The append-only, fenced event log of every thread: the only truth about a conversation.
 *
 * A thread's events are numbered from 1 across its runs. Whoever holds the thread's current
 * `fence` may append; anybody else is answered `fenced` and has changed nothing.
 */
export interface EventLog {
  /**
   * Appends to any number of runs in one transaction. Idempotent: an item that was committed
   * before (same thread, fence and first number) is answered `ok` again and not stored twice.
   *
   * @throws StoreError `unavailable` when nothing is known to have been written
   */
  append(batch: readonly AppendItem[]): Promise<readonly AppendOutcome[]>;
  /**
   * Raw events with a number greater than `after`, in order, at most about `limitBytes` of them but
   * at least one where there is any. Events of runs that were compacted since are skipped.
   */
  read(
    threadPk: number,
    query: { readonly after: number; readonly limitBytes?: number },
  ): Promise<LogRead>;
  /** The heads of the given threads; unknown ones are left out. */
  heads(threadPks: readonly number[]): Promise<readonly ThreadHead[]>;
  /**
   * Whether reading can continue after `cursor` without a gap or a repetition: with raw events, or
   * with those of the history where the cursor's run was compacted and none of them spans the cursor.
   */
  checkCursor(threadPk: number, cursor: string): Promise<CursorVerdict>;
  /**
   * The thread's runs from oldest to newest, compacted, up to and including number `upTo`. The active
   * run is always among them, without events if it had none by then; and so is the run that begins right
   * behind that number, active or not: it may have been when the number was looked up.
   */
  history(threadPk: number, query?: { readonly upTo?: number }): AsyncIterable<RunHistory>;
  /** The ids among `messageIds` that the thread's log already mentions. */
  knownMessageIds(threadPk: number, messageIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Replaces the raw events of an ended run by its compacted ones; may be put off while they are being read. */
  compact(runPk: number): Promise<void>;
}
