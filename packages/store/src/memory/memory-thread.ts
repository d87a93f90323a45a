import type { RunClose } from '../event-log.js';
import type { ThreadRecord } from '../records.js';
import { MemoryLease } from './memory-lease.js';
import { MemoryRun } from './memory-run.js';
import type { Mutable } from './mutable.js';
import { scopedKey } from './scoped-key.js';

export interface RunStart {
  readonly runPk: number;
  readonly runId: string;
  readonly agentId: string;
  readonly parentRunId: string | null;
  readonly startedAt: number;
}

/** A thread with its runs and whoever may append to it. */
export class MemoryThread {
  /** Replaced as a whole: records that were handed out never change. */
  record: ThreadRecord;
  #fence: number;
  #nextSeq = 1;
  #bytes = 0;
  #lease: MemoryLease | null = null;
  /** From oldest to newest, without gaps between them. */
  readonly #runs: MemoryRun[] = [];
  readonly #runsById = new Map<string, MemoryRun>();
  /** How many runs mention a message. */
  readonly #mentions = new Map<string, number>();
  /** Ended runs that are to be compacted as soon as nobody follows the thread. */
  #due: MemoryRun[] = [];
  /** Told apart from other owners by this. */
  readonly ownerKey: string;

  constructor(record: ThreadRecord, fence: number) {
    this.record = record;
    this.#fence = fence;
    this.ownerKey = scopedKey(record.tenantId, record.userId);
  }

  get threadPk(): number {
    return this.record.threadPk;
  }

  get fence(): number {
    return this.#fence;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Characters of events. */
  get bytes(): number {
    return this.#bytes;
  }

  get lease(): MemoryLease | null {
    return this.#lease;
  }

  get runs(): readonly MemoryRun[] {
    return this.#runs;
  }

  run(runId: string): MemoryRun | undefined {
    return this.#runsById.get(runId);
  }

  mentions(messageId: string): boolean {
    return this.#mentions.has(messageId);
  }

  /** The index of the first run that holds, or will hold, an event with a number above `after`. */
  firstRunAfter(after: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#runs[middle]?.lastSeq ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  begin(start: RunStart): MemoryLease {
    this.#fence += 1;
    const run = new MemoryRun(this.threadPk, {
      runPk: start.runPk,
      runId: start.runId,
      parentRunId: start.parentRunId,
      agentId: start.agentId,
      status: 'running',
      fence: this.#fence,
      attempt: 1,
      firstSeq: this.#nextSeq,
      lastSeq: null,
      errorCode: null,
      errorMessage: null,
      startedAt: start.startedAt,
      endedAt: null,
    });
    this.#setRecord(start);
    this.#runs.push(run);
    this.#runsById.set(start.runId, run);
    this.#lease = new MemoryLease(run);
    return this.#lease;
  }

  #setRecord({ agentId, startedAt }: RunStart): void {
    const record: Mutable<ThreadRecord> = { ...this.record };
    record.agentId = agentId;
    record.updatedAt = startedAt;
    record.lastRunAt = startedAt;
    this.record = record;
  }

  append(run: MemoryRun, events: readonly string[], messageIds: readonly string[]): void {
    const before = run.bytes;
    run.append(events);
    this.#nextSeq += events.length;
    this.#bytes += run.bytes - before;
    for (const id of messageIds) {
      run.mention(id);
      this.#mentions.set(id, (this.#mentions.get(id) ?? 0) + 1);
    }
  }

  end(run: MemoryRun, close: RunClose, endedAt: number): void {
    run.end(close, endedAt);
    this.#lease = null;
  }

  /** Makes every append fail that comes from before now, and answers the lease that is lost by it. */
  fenceOff(): MemoryLease | null {
    const lease = this.#lease;
    this.#fence += 1;
    this.#lease = null;
    return lease;
  }

  /** Has {@link compactDue} compact an ended run. */
  setDue(run: MemoryRun): void {
    this.#due.push(run);
  }

  /** Gives up the raw events of all runs for which that was asked. */
  compactDue(): void {
    const due = this.#due;
    if (due.length === 0) return;
    this.#due = [];
    for (const run of due) {
      // Meanwhile it may have been dropped, and does not count any more.
      if (this.#runsById.get(run.record.runId) !== run) continue;
      const before = run.bytes;
      run.compact();
      this.#bytes += run.bytes - before;
    }
  }

  /** Forgets the oldest run, and the messages that only it mentioned. */
  dropOldestRun(): MemoryRun | undefined {
    const run = this.#runs.shift();
    if (run === undefined) return undefined;
    this.#runsById.delete(run.record.runId);
    this.#bytes -= run.bytes;
    for (const id of run.messageIds) {
      const left = (this.#mentions.get(id) ?? 1) - 1;
      if (left === 0) this.#mentions.delete(id);
      else this.#mentions.set(id, left);
    }
    return run;
  }
}
