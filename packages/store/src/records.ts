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

export type RunStatus = 'running' | 'succeeded' | 'failed' | 'stopped';

/** One execution of an agent on a thread. Times are epoch milliseconds. */
export interface RunRecord {
  readonly runPk: number;
  readonly runId: string;
  readonly parentRunId: string | null;
  readonly agentId: string;
  readonly status: RunStatus;
  readonly fence: number;
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
  readonly at: number;
}
