import type { RunRecord } from './records.js';
import type { Scope } from './scope.js';

/** Why the holder of a lease must end its run. */
export type LeaseEnd = 'stop' | 'superseded' | 'fenced' | 'lease-lost' | 'shutdown';

/** The exclusive right to append to a thread, held for one run. */
export interface RunLease {
  readonly threadPk: number;
  readonly runPk: number;
  readonly fence: number;
  /** The number of the run's first event. */
  readonly firstSeq: number;
  /** Aborted with a {@link LeaseEnd} as its reason. */
  readonly signal: AbortSignal;
  /** Calls back as soon as the signal aborts, at once if it has. Costs less than a listener there. */
  onEnd(call: (reason: LeaseEnd) => void): void;
}

export interface AcquireRequest {
  readonly threadId: string;
  readonly runId: string;
  readonly agentId: string;
  readonly parentRunId?: string;
}

export type AcquireResult =
  | { readonly kind: 'acquired'; readonly lease: RunLease }
  | { readonly kind: 'busy'; readonly threadPk: number; readonly activeRunId: string }
  | { readonly kind: 'duplicate-run'; readonly status: string }
  /** The thread belongs to somebody else. */
  | { readonly kind: 'not-found' }
  /** This node has begun to shut down. */
  | { readonly kind: 'draining' };

export type StopResult =
  | { readonly kind: 'stopping'; readonly runId: string }
  | { readonly kind: 'already-stopping'; readonly runId: string }
  | { readonly kind: 'other-run'; readonly runId: string }
  | { readonly kind: 'not-running' }
  | { readonly kind: 'not-found' };

export interface StopRequest {
  readonly threadId: string;
  /** Stops only this run; without it, whichever is active. */
  readonly runId?: string;
  /** Default `'stop'`. */
  readonly reason?: 'stop' | 'superseded';
}

/** A run whose node is gone, taken over by this one: its thread is busy until somebody ends it. */
export interface OrphanedRun {
  /** The right to append to it, under a new fence and from the next number on. */
  readonly lease: RunLease;
  readonly run: RunRecord;
  readonly threadId: string;
  /** The owner of the thread. */
  readonly scope: Scope;
  /** Whether it was asked to end before its node was gone. */
  readonly stopRequested: boolean;
}

export interface CoordinatorHandlers {
  /** Has to bring the run to its end, now or later. Must not throw. */
  onOrphan(orphan: OrphanedRun): void;
}

/**
 * Gives threads to runs, one run at a time. The lease ends when the run's terminal event is
 * appended with its `close`, never by time alone while its owner lives.
 */
export interface RunCoordinator {
  readonly nodeId: string;
  /**
   * Registers the node; called before the first lease, and again after a failure. Without handlers
   * this node takes no runs over.
   *
   * @throws StoreError when the store cannot be opened
   */
  start(handlers?: CoordinatorHandlers): Promise<void>;
  /** Ensures the thread in the scope and takes it for the run; waits for nothing. */
  acquire(scope: Scope, request: AcquireRequest): Promise<AcquireResult>;
  /** Asks the owner of the active run, on any node, to end it. */
  requestStop(scope: Scope, request: StopRequest): Promise<StopResult>;
  /** Refuses new leases, then aborts the remaining ones with reason `shutdown` after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}
