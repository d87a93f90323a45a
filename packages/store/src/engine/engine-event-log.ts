import type { AppendRowOutcome, LogRows } from '../backend/log-rows.js';
import type {
  AppendItem,
  AppendOutcome,
  CursorVerdict,
  EventLog,
  LogRead,
  RunHistory,
  ThreadHead,
} from '../event-log.js';
import type { AppendBatcher } from './append-batcher.js';
import { checkCursor } from './check-cursor.js';
import type { HeldLeases } from './held-leases.js';
import { limitRead, readBehind } from './limit-read.js';
import type { Opening } from './opening.js';
import { RunHistories } from './run-histories.js';

const DEFAULT_LIMIT_BYTES = 64 * 1_024;

export interface EngineEventLogParts {
  readonly log: LogRows;
  readonly opening: Opening;
  readonly batcher: AppendBatcher;
  readonly leases: HeldLeases;
}

/** The log of every thread in a database. What an append learns about its run, the run's lease is told. */
export class EngineEventLog implements EventLog {
  readonly #parts: EngineEventLogParts;
  readonly #histories: RunHistories;

  constructor(parts: EngineEventLogParts) {
    this.#parts = parts;
    this.#histories = new RunHistories(parts.log);
  }

  async append(batch: readonly AppendItem[]): Promise<readonly AppendOutcome[]> {
    await this.#parts.opening.open();
    const appended = await Promise.allSettled(batch.map((item) => this.#append(item)));
    return appended.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  async read(
    threadPk: number,
    { after, limitBytes = DEFAULT_LIMIT_BYTES }: { after: number; limitBytes?: number },
  ): Promise<LogRead> {
    await this.#parts.opening.open();
    const read = await this.#parts.log.read(threadPk, after, limitBytes);
    return limitRead(readBehind(read, after), limitBytes);
  }

  async heads(threadPks: readonly number[]): Promise<readonly ThreadHead[]> {
    if (threadPks.length === 0) return [];
    await this.#parts.opening.open();
    return this.#parts.log.heads(threadPks);
  }

  async checkCursor(threadPk: number, cursor: string): Promise<CursorVerdict> {
    await this.#parts.opening.open();
    return checkCursor(this.#parts.log, threadPk, cursor);
  }

  async *history(
    threadPk: number,
    { upTo = Infinity }: { upTo?: number } = {},
  ): AsyncIterable<RunHistory> {
    await this.#parts.opening.open();
    yield* this.#histories.of(threadPk, upTo);
  }

  async knownMessageIds(
    threadPk: number,
    messageIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (messageIds.length === 0) return new Set();
    await this.#parts.opening.open();
    return this.#parts.log.knownMessageIds(threadPk, messageIds);
  }

  async compact(runPk: number): Promise<void> {
    await this.#parts.opening.open();
    await this.#histories.compact(runPk);
  }

  async #append(item: AppendItem): Promise<AppendOutcome> {
    const outcome = await this.#parts.batcher.append(item);
    this.#tellLease(item, outcome);
    if (outcome.kind === 'fenced') return outcome;
    const durableSeq = item.firstSeq + item.events.length - 1;
    return { kind: 'ok', durableSeq, stopRequested: outcome.stop !== null };
  }

  #tellLease(item: AppendItem, outcome: AppendRowOutcome): void {
    const { leases } = this.#parts;
    const lease = leases.of(item);
    if (lease === undefined) return;
    if (outcome.kind === 'fenced') leases.lose(item.threadPk, 'fenced');
    else if (item.close !== undefined) leases.release(lease);
    else if (outcome.stop !== null) lease.end(outcome.stop);
  }
}
