import type { AcquireRequest, StopRequest, StopResult } from '../run-coordinator.js';
import type { Scope } from '../scope.js';
import type { RunRow } from './log-rows.js';

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
