import type {
  AppendItem,
  AppendOutcome,
  CursorVerdict,
  EventLog,
  LogRead,
  RunHistory,
  ThreadHead,
} from '../event-log.js';
import { checkMemoryCursor } from './check-memory-cursor.js';
import type { MemoryLeases } from './memory-leases.js';
import type { MemoryRegistry } from './memory-registry.js';
import type { MemoryThread } from './memory-thread.js';
import { readMemoryLog } from './read-memory-log.js';

const DEFAULT_LIMIT_BYTES = 64 * 1_024;

export interface MemoryEventLogParts {
  readonly registry: MemoryRegistry;
  readonly leases: MemoryLeases;
  readonly clock: () => number;
  /** Whether somebody may be reading the raw events. */
  readonly isFollowed: (threadPk: number) => boolean;
  readonly nodeId: string;
  /** How many ended runs are left raw. */
  readonly rawRuns: number;
}

/**
 * The log of every thread, as the texts that were appended.
 *
 * Compaction gives up a run's raw events when enough later ones have ended, but waits while the
 * thread is followed. `read` passes over a compacted run, even for a reader that stands inside it; the history has the rest.
 */
export class MemoryEventLog implements EventLog {
  readonly #parts: MemoryEventLogParts;
  /** Runs that are to be compacted, and are left raw for clients that come back late; oldest first. */
  readonly #late: number[] = [];

  constructor(parts: MemoryEventLogParts) {
    this.#parts = parts;
  }

  async append(batch: readonly AppendItem[]): Promise<readonly AppendOutcome[]> {
    return batch.map((item) => this.#append(item));
  }

  async read(
    threadPk: number,
    query: { readonly after: number; readonly limitBytes?: number },
  ): Promise<LogRead> {
    const thread = this.#thread(threadPk);
    if (thread === undefined) return { segments: [], upToDate: true };
    return readMemoryLog(thread, query.after, query.limitBytes ?? DEFAULT_LIMIT_BYTES);
  }

  async heads(threadPks: readonly number[]): Promise<readonly ThreadHead[]> {
    return threadPks.flatMap((threadPk) => {
      const thread = this.#thread(threadPk);
      if (thread === undefined) return [];
      const { nextSeq, fence, lease } = thread;
      const activeRunId = lease?.run.record.runId ?? null;
      const ownerNode = lease === null ? null : this.#parts.nodeId;
      return [{ threadPk, nextSeq, fence, activeRunId, ownerNode }];
    });
  }

  async checkCursor(threadPk: number, cursor: string): Promise<CursorVerdict> {
    return checkMemoryCursor(this.#thread(threadPk), cursor);
  }

  async *history(
    threadPk: number,
    query: { readonly upTo?: number } = {},
  ): AsyncIterable<RunHistory> {
    yield* this.histories(threadPk, query.upTo);
  }

  *histories(threadPk: number, upTo = Infinity): Iterable<RunHistory> {
    const thread = this.#thread(threadPk);
    if (thread === undefined) return;
    this.#parts.registry.table.owners.use(thread);
    // A copy: runs may be dropped while somebody reads slowly.
    for (const run of thread.runs.slice()) {
      if (run.firstSeq > upTo + 1 && thread.lease?.run !== run) continue;
      yield { run: run.record, events: run.history(upTo) };
    }
  }

  async knownMessageIds(
    threadPk: number,
    messageIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const thread = this.#thread(threadPk);
    return new Set(messageIds.filter((id) => thread?.mentions(id) === true));
  }

  async compact(runPk: number): Promise<void> {
    const run = this.#parts.registry.table.run(runPk);
    if (run === undefined || run.record.lastSeq === null || this.#late.includes(runPk)) return;
    this.#late.push(runPk);
    while (this.#late.length > this.#parts.rawRuns) this.#compactOldest();
  }

  /** Makes room: nobody is waited for. */
  compactAll(): void {
    while (this.#late.length > 0) this.#compactOldest();
  }

  /** Does what was put off while somebody followed the thread: drops old runs, compacts others. */
  tidy(threadPk: number): void {
    const thread = this.#thread(threadPk);
    if (thread === undefined) return;
    const { registry } = this.#parts;
    registry.dropOldRuns(thread);
    registry.table.resize(thread, () => thread.compactDue());
  }

  #compactOldest(): void {
    const run = this.#parts.registry.table.run(this.#late.shift() ?? 0);
    if (run === undefined) return;
    this.#thread(run.threadPk)?.setDue(run);
    if (!this.#parts.isFollowed(run.threadPk)) this.tidy(run.threadPk);
  }

  #thread(threadPk: number): MemoryThread | undefined {
    return this.#parts.registry.table.get(threadPk);
  }

  #append(item: AppendItem): AppendOutcome {
    const thread = this.#thread(item.threadPk);
    // A removed thread has no fence any more; nobody's can be the current one.
    if (thread === undefined) return { kind: 'fenced', currentFence: 0 };
    const { lease } = thread;
    const holds = lease?.fence === item.fence && lease.runPk === item.runPk;
    if (!holds || thread.nextSeq !== item.firstSeq) return this.#repeated(thread, item);
    const { run, ending } = lease;
    this.#parts.registry.table.resize(thread, () => {
      thread.append(run, item.events, item.messageIds);
    });
    if (item.close !== undefined) this.#close(thread, item);
    this.#parts.registry.enforceLimits(thread);
    return { kind: 'ok', durableSeq: run.lastSeq, stopRequested: ending };
  }

  #close(thread: MemoryThread, { close }: AppendItem): void {
    const { lease } = thread;
    if (lease === null || close === undefined) return;
    thread.end(lease.run, close, this.#parts.clock());
    this.#parts.registry.table.owners.use(thread);
    this.#parts.registry.dropOldRuns(thread);
    this.#parts.leases.release(lease);
    lease.letGo();
  }

  /** The answer to what is in the log already, or will never get there. */
  #repeated(thread: MemoryThread, item: AppendItem): AppendOutcome {
    const run = this.#parts.registry.table.run(item.runPk);
    const written =
      run?.threadPk === item.threadPk &&
      run.record.fence === item.fence &&
      item.firstSeq >= run.firstSeq &&
      item.firstSeq + item.events.length - 1 <= run.lastSeq &&
      item.events.length > 0;
    if (!written) return { kind: 'fenced', currentFence: thread.fence };
    const stopRequested = thread.lease?.run === run && thread.lease.ending;
    return { kind: 'ok', durableSeq: run.lastSeq, stopRequested };
  }
}
