import type { FenceSpans, LogRows, RunArchive, RunRow } from '../backend/log-rows.js';
import { HistoryCompactor } from '../compaction/history-compactor.js';
import type { HistoryEvent, RunHistory } from '../event-log.js';
import { StoreError } from '../store-error.js';
import { GrowingHistories, compactRun } from './growing-histories.js';
import { mapAhead } from './map-ahead.js';
import { readRun } from './read-run.js';
import { runRecordOf } from './run-record-of.js';

/** Runs per question. */
const PAGE = 50;
/** Runs that may be in memory beside the one whose turn it is. */
const READ_AHEAD = 6;

/** The compacted histories of runs: from their archives, or made of raw events. */
export class RunHistories {
  readonly #log: LogRows;
  readonly #growing: GrowingHistories;

  constructor(log: LogRows) {
    this.#log = log;
    this.#growing = new GrowingHistories(log);
  }

  /** See `EventLog.history`. A few runs are read before their turn: each costs the database a question. */
  of(threadPk: number, upTo: number): AsyncIterable<RunHistory> {
    return mapAhead(this.#runs(threadPk, upTo), READ_AHEAD, async (run) => ({
      run: runRecordOf(run),
      events: await this.#eventsOf(run, upTo),
    }));
  }

  async *#runs(threadPk: number, upTo: number): AsyncIterable<RunRow> {
    for (let after = 0; ;) {
      const runs = await this.#log.runs(threadPk, after, PAGE);
      yield* runs.filter((run) => run.firstSeq <= upTo + 1 || run.status === 'running');
      const last = runs.at(-1);
      if (last === undefined || runs.length < PAGE) return;
      after = last.runPk;
    }
  }

  /** Writes the archive of an ended run. Its raw events stay until the sweeper drops them. */
  async compact(runPk: number): Promise<void> {
    const run = await this.#log.run(runPk);
    if (run === null || run.lastSeq === null || run.compacted) return;
    const archive = await this.#makeArchive(run, run.lastSeq);
    if (archive !== null) await this.#log.writeArchive(run, archive);
    else await this.#checkLost(runPk);
    this.#growing.forget(runPk);
  }

  async #makeArchive(run: RunRow, lastSeq: number): Promise<RunArchive | null> {
    const compactor = new HistoryCompactor();
    const fences: [number, number][] = [];
    const stretch = { after: run.firstSeq - 1, upTo: lastSeq };
    const end = await readRun(this.#log, run, stretch, (event, fence) => {
      compactor.push(event);
      if (fences.at(-1)?.[1] !== fence) fences.push([event.seq, fence]);
    });
    return end === lastSeq ? { events: compactor.result(), fences } : null;
  }

  /** Raw events may be missing because somebody else was faster, or the thread is gone. */
  async #checkLost(runPk: number): Promise<void> {
    const run = await this.#log.run(runPk);
    if (run === null || run.compacted) return;
    throw new StoreError('corrupt', `Raw events of run ${runPk} are missing`);
  }

  async #eventsOf(run: RunRow, upTo: number): Promise<readonly HistoryEvent[]> {
    if (run.firstSeq > upTo) return [];
    if (run.compacted) return this.#archivedEvents(run, upTo);
    const { events, lastSeq } = await this.#growing.of(run, upTo);
    if (lastSeq >= Math.min(upTo, run.lastSeq ?? Infinity)) return events;
    // It may have been archived, and its raw events dropped, since it was looked up: whoever reads
    // slowly gets to it long after that.
    const archive = await this.#log.archive(run.runPk);
    return archive === null ? events : upToOf(archive.events, upTo);
  }

  async #archivedEvents(run: RunRow, upTo: number): Promise<readonly HistoryEvent[]> {
    const archive = await this.#log.archive(run.runPk);
    if (archive === null) return (await compactRun(this.#log, run, upTo)).events;
    if (!archive.events.some((event) => spans(event, upTo))) return upToOf(archive.events, upTo);
    // Whoever asks for the run up to there may have followed it: then its raw events are still there.
    const prefix = await compactRun(this.#log, run, upTo);
    return prefix.lastSeq === upTo ? prefix.events : upToOf(archive.events, upTo);
  }
}

/** Whether a number lies inside a merged event, so that nobody can go on behind it. */
export function spans(event: HistoryEvent, seq: number): boolean {
  return (event.firstSeq ?? event.seq) <= seq && seq < event.seq;
}

/** The fence under which an event was written. */
export function fenceAt(fences: FenceSpans, seq: number): number | null {
  return fences.findLast(([firstSeq]) => firstSeq <= seq)?.[1] ?? null;
}

function upToOf(events: readonly HistoryEvent[], upTo: number): readonly HistoryEvent[] {
  return events.filter(({ seq }) => seq <= upTo);
}
