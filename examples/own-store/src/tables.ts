import type {
  BegunRun,
  Scope,
  ThreadChange,
  ThreadChangeKind,
  ThreadHead,
  ThreadRecord,
} from '@flightdeck/store';
import type { RunArchive, RunRow, SegmentRow } from '@flightdeck/store/engine';

export type Run = { row: RunRow; archive: RunArchive | null };
export type Segment = SegmentRow & { readonly runPk: number; readonly fence: number };
export type Feed = { head: number; changes: ThreadChange[] };

/** A thread with its head and all that belongs to it. */
export class Thread {
  record: ThreadRecord;
  nextSeq = 1;
  fence: number;
  active: Run | null = null;
  ownerNode: string | null = null;
  stop: 'stop' | 'superseded' | null = null;
  segments: Segment[] = [];
  readonly runs: Run[] = [];
  readonly messageIds = new Set<string>();

  constructor(record: ThreadRecord) {
    this.record = record;
    // So a cursor of a removed thread never fits another one with the same id.
    this.fence = record.threadPk * 2 ** 20;
  }

  get owner(): Scope {
    return { tenantId: this.record.tenantId, userId: this.record.userId };
  }

  get head(): ThreadHead {
    const { record, nextSeq, fence, active, ownerNode } = this;
    const { threadPk } = record;
    return { threadPk, nextSeq, fence, activeRunId: active?.row.runId ?? null, ownerNode };
  }

  isVisibleTo({ tenantId, userId }: Scope): boolean {
    return this.record.tenantId === tenantId && (userId === null || this.record.userId === userId);
  }
}

/** The tables. Several backends may share them, as processes share a database. */
export class Tables {
  readonly threads = new Map<number, Thread>();
  readonly runs = new Map<number, Run>();
  readonly feeds = new Map<string, Feed>();
  /** When the lease of each node expires. */
  readonly nodes = new Map<string, number>();
  lastPk = 0;
  /** The only clock that leases are measured by. */
  readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  readonly all = (): Thread[] => [...this.threads.values()];
  readonly visible = (scope: Scope): Thread[] => this.all().filter((t) => t.isVisibleTo(scope));
  readonly isDead = (node: string | null): boolean =>
    (this.nodes.get(node ?? '') ?? 0) <= this.now();
  readonly ownedBy = (node: string): Thread[] =>
    this.all().filter(({ ownerNode }) => ownerNode === node);

  find(tenantId: string, id: string): Thread | undefined {
    return this.visible({ tenantId, userId: null }).find(({ record }) => record.threadId === id);
  }

  create({ tenantId, userId }: Scope, threadId: string, agentId: string, name?: string): Thread {
    const [threadPk, now] = [(this.lastPk += 1), this.now()];
    const ids = { threadPk, threadId, tenantId, userId: userId ?? '', agentId };
    const times = { createdAt: now, updatedAt: now, lastRunAt: null };
    const thread = new Thread({ ...ids, name: name ?? null, archived: false, ...times });
    this.threads.set(threadPk, thread);
    return thread;
  }

  feed({ tenantId, userId }: Scope): Feed {
    const key = JSON.stringify([tenantId, userId ?? '']);
    if (!this.feeds.has(key)) this.feeds.set(key, { head: 0, changes: [] });
    return this.feeds.get(key) ?? { head: 0, changes: [] };
  }

  /** Notes a change and answers its number. */
  note(kind: ThreadChangeKind, { owner, record }: Thread, run?: BegunRun): number {
    const feed = this.feed(owner);
    const change = { metaSeq: (feed.head += 1), kind, threadId: record.threadId, at: this.now() };
    const thread = kind === 'deleted' ? null : record;
    feed.changes.push({ ...change, thread, ...(run === undefined ? {} : { run }) });
    return feed.head;
  }
}
