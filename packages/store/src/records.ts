/** A conversation as the store keeps it. Times are epoch milliseconds. */
export interface ThreadRecord {
  /** The store's own key; hot tables use it instead of the public id. */
  readonly threadPk: number;
  readonly threadId: string;
  readonly tenantId: string;
  /** The owner; `''` for a thread that was started without an identity. */
  readonly userId: string;
  /** The agent of the last run. */
  readonly agentId: string;
  readonly name: string | null;
  readonly archived: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastRunAt: number | null;
  readonly metadata?: unknown;
}

/** A run that has just begun, as a change of its thread tells of it. */
export interface BegunRun {
  readonly runId: string;
  readonly agentId: string;
  /** The position before its first event, see `formatCursor`. */
  readonly cursor: string;
}

export type RunStatus = 'running' | 'succeeded' | 'failed' | 'stopped';

/** One execution of an agent on a thread. Times are epoch milliseconds. */
export interface RunRecord {
  readonly runPk: number;
  readonly runId: string;
  readonly parentRunId: string | null;
  readonly agentId: string;
  readonly status: RunStatus;
  /** The fence under which it began; whoever takes it over writes under a higher one. */
  readonly fence: number;
  /** 1, and one more each time it was taken over from a node that was gone. */
  readonly attempt: number;
  readonly firstSeq: number;
  /** The sequence number of the terminal event; `null` while the run is active. */
  readonly lastSeq: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export type ThreadChangeKind =
  | 'created'
  | 'renamed'
  | 'archived'
  | 'unarchived'
  | 'updated'
  | 'deleted';

/** One change of a thread's metadata; `metaSeq` counts without gaps per user. */
export interface ThreadChange {
  readonly metaSeq: number;
  readonly kind: ThreadChangeKind;
  readonly threadId: string;
  /** The thread after the change; `null` once deleted. */
  readonly thread: ThreadRecord | null;
  /** The run whose beginning made the change, for `created` and `updated`. */
  readonly run?: BegunRun;
  readonly at: number;
}
