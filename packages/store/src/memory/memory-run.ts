import { HistoryCompactor } from '../compaction/history-compactor.js';
import type { HistoryEvent, RunClose } from '../event-log.js';
import type { RunRecord } from '../records.js';
import type { PackedEvents } from './event-packer.js';
import type { Mutable } from './mutable.js';
import { PackedHistory } from './packed-history.js';
import { RawEvents } from './raw-events.js';

/** One run with its events: raw until it is compacted, then only the compacted ones. */
export class MemoryRun {
  readonly threadPk: number;
  #messageIds: string[] = [];
  #record: RunRecord;
  #raw: RawEvents | null = new RawEvents();
  #bytes = 0;
  /** Compacts the run while it grows, so that many joining viewers cost one compaction. */
  #compactor: HistoryCompactor | null = null;
  #compactedCount = 0;
  /** The compacted events of an ended run, beside its raw ones or in their place. */
  #history: PackedHistory | null = null;

  constructor(threadPk: number, record: RunRecord) {
    this.threadPk = threadPk;
    this.#record = record;
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** Ids of messages that this run mentioned. */
  get messageIds(): readonly string[] {
    return this.#messageIds;
  }

  get runPk(): number {
    return this.#record.runPk;
  }

  get firstSeq(): number {
    return this.#record.firstSeq;
  }

  /** The number of the last event so far; `firstSeq - 1` before the first. */
  get lastSeq(): number {
    return this.#record.lastSeq ?? this.firstSeq + (this.#raw?.length ?? 0) - 1;
  }

  /** The raw events, or `null` once they were compacted. */
  get raw(): RawEvents | null {
    return this.#raw;
  }

  /** Characters of its events as they were appended, although less is kept; then as they were merged. */
  get bytes(): number {
    return this.#bytes;
  }

  append(events: readonly string[]): void {
    const raw = this.#raw;
    if (raw === null) return;
    // Bit by bit, so that the end of a long run takes no longer than that of a short one. Not the latest,
    // so that who joins and knows of most of them still finds the history of that moment.
    if (raw.settled > this.#compactedCount) this.#ahead(() => this.#feed(raw, raw.settled));
    for (const json of events) {
      raw.push(json);
      this.#bytes += json.length;
    }
  }

  mention(messageId: string): void {
    this.#messageIds.push(messageId);
  }

  end(close: RunClose, endedAt: number): void {
    // An array that has grown keeps room for many more.
    this.#messageIds = this.#messageIds.slice();
    const record: Mutable<RunRecord> = { ...this.#record };
    record.status = close.status;
    record.lastSeq = this.lastSeq;
    record.errorCode = close.errorCode ?? null;
    record.errorMessage = close.errorMessage ?? null;
    record.endedAt = endedAt;
    this.#record = record;
    const raw = this.#raw;
    if (raw === null) return;
    raw.settle();
    this.#ahead(() => this.#wholeHistory(raw));
  }

  /** The compacted events with a number up to `upTo`. */
  history(upTo: number): readonly HistoryEvent[] {
    if (this.#raw === null) return this.#history?.upTo(upTo) ?? [];
    if (upTo < this.firstSeq + this.#compactedCount - 1) return this.#historyOfPrefix(upTo);
    if (upTo >= this.lastSeq) return this.#wholeHistory(this.#raw);
    return this.#feed(this.#raw, upTo - this.firstSeq + 1).result();
  }

  /** Whether a number lies inside an event that is only there merged. */
  isSplitBy(seq: number): boolean {
    if (this.#raw !== null || this.#history === null) return false;
    return this.#history.isSplitBy(seq);
  }

  /** Gives up the raw events for the compacted ones. */
  compact(): void {
    if (this.#raw === null) return;
    if (this.#history === null) this.#wholeHistory(this.#raw);
    this.#bytes = this.#history?.units ?? 0;
    this.#raw = null;
  }

  /** Compacts before anybody asks. An append has nothing to do with what may be wrong with that. */
  #ahead(work: () => unknown): void {
    try {
      work();
    } catch {
      // Whoever asks is told.
      this.#compactor = null;
      this.#compactedCount = 0;
    }
  }

  #wholeHistory(raw: RawEvents): readonly HistoryEvent[] {
    if (this.#history !== null) return this.#history.upTo(Infinity);
    const history = this.#feed(raw, raw.length).result();
    if (this.#record.lastSeq === null) return history;
    this.#history = new PackedHistory(history);
    this.#compactor = null;
    return history;
  }

  #historyOfPrefix(upTo: number): readonly HistoryEvent[] {
    const compactor = new HistoryCompactor();
    let seq = this.firstSeq;
    for (const events of this.#raw?.packed(0, upTo - seq + 1) ?? []) {
      seq += feed(compactor, seq, events);
    }
    return compactor.result();
  }

  /** The compactor, once it has the first `count` events. */
  #feed(raw: RawEvents, count: number): HistoryCompactor {
    this.#compactor ??= new HistoryCompactor();
    for (const events of raw.packed(this.#compactedCount, count)) {
      this.#compactedCount += feed(this.#compactor, this.firstSeq + this.#compactedCount, events);
    }
    return this.#compactor;
  }
}

/** Answers how many events they were. */
function feed(compactor: HistoryCompactor, firstSeq: number, events: PackedEvents): number {
  if (typeof events === 'string') {
    compactor.push({ seq: firstSeq, json: events });
    return 1;
  }
  compactor.pushMerged(firstSeq, firstSeq + events.length - 1, events.merged());
  return events.length;
}
