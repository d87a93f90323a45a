import type { LogRead, ThreadHead } from '@flightdeck/store';
import type {
  AppendRow,
  AppendRowOutcome,
  CursorFacts,
  LogRows,
  RunArchive,
  RunRow,
} from '@flightdeck/store/engine';

import { appendRow, beginsRun } from './append-row.js';
import { inSteps } from './database/in-steps.js';
import type { SqliteDatabase } from './database/sqlite-database.js';
import { readBody, writeBody } from './rows/archive-body.js';
import { archiveOf, dropRawSegments, insertArchive } from './rows/archive-sql.js';
import { headsOf } from './rows/head-sql.js';
import { knownMessages } from './rows/message-sql.js';
import * as runSql from './rows/run-sql.js';
import { readSegments, segmentAround } from './rows/segment-sql.js';

/** Whose raw events are dropped at once: each may have megabytes. */
const RUNS_PER_STEP = 5;
const MAX_BEGUN = 1_000;

export class SqliteLogRows implements LogRows {
  readonly #database: SqliteDatabase;
  /** Runs whose first event is behind them, so that it need not be asked with each append. */
  readonly #begun = new Set<number>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async append(rows: readonly AppendRow[]): Promise<readonly AppendRowOutcome[]> {
    if (rows.length === 0) return [];
    const durable = await this.#isDurable(rows);
    return this.#database.write((open) => rows.map((row) => appendRow(open, row)), { durable });
  }

  /** Whether the first or the last event of a run is among them: a power cut must not take those. */
  async #isDurable(rows: readonly AppendRow[]): Promise<boolean> {
    if (rows.some(({ close }) => close !== undefined)) return true;
    const unknown = rows.filter(({ runPk }) => !this.#begun.has(runPk));
    if (unknown.length === 0) return false;
    if (this.#begun.size + unknown.length > MAX_BEGUN) this.#begun.clear();
    return this.#database.read((open) => {
      const others = unknown.filter((row) => !beginsRun(open, row));
      for (const { runPk } of others) this.#begun.add(runPk);
      return others.length < unknown.length;
    });
  }

  read(threadPk: number, after: number, limitBytes: number): Promise<LogRead> {
    return this.#database.snapshot((open) => readSegments(open, threadPk, after, limitBytes));
  }

  async heads(threadPks: readonly number[]): Promise<readonly ThreadHead[]> {
    return this.#database.read((open) => headsOf(open, threadPks));
  }

  cursorFacts(threadPk: number, seq: number): Promise<CursorFacts | null> {
    return this.#database.snapshot((open) => {
      const [head] = headsOf(open, [threadPk]);
      if (head === undefined) return null;
      if (seq >= head.nextSeq) return { head, segmentFence: null, run: null };
      const segmentFence = segmentAround(open, threadPk, seq)?.fence ?? null;
      return { head, segmentFence, run: runSql.runAround(open, threadPk, seq) };
    });
  }

  runs(threadPk: number, afterRunPk: number, limit: number): Promise<readonly RunRow[]> {
    return this.#database.read((open) => runSql.runsBehind(open, threadPk, afterRunPk, limit));
  }

  run(runPk: number): Promise<RunRow | null> {
    return this.#database.read((open) => runSql.runByPk(open, runPk));
  }

  async archive(runPk: number): Promise<RunArchive | null> {
    const stored = await this.#database.read((open) => archiveOf(open, runPk));
    if (stored === null) return null;
    return { events: await readBody(stored.codec, stored.body), fences: stored.fences };
  }

  async writeArchive({ runPk }: RunRow, archive: RunArchive): Promise<void> {
    const encoded = await writeBody(archive.events);
    await this.#database.write((open) => {
      // It may be gone by now, together with its thread.
      const run = runSql.runByPk(open, runPk);
      if (run === null || run.lastSeq === null) return;
      if (insertArchive(open, run, encoded, archive.fences)) runSql.noteCompacted(open, runPk);
    });
  }

  runsToCompact(minAgeMs: number, limit: number): Promise<readonly RunRow[]> {
    const before = Date.now() - minAgeMs;
    return this.#database.read((open) => runSql.runsToCompact(open, before, limit));
  }

  async dropRaw(minAgeMs: number, limit: number): Promise<number> {
    const before = Date.now() - minAgeMs;
    const step = (count: number): Promise<number[]> =>
      this.#database.write((open) => dropRawSegments(open, before, count));
    return (await inSteps(limit, RUNS_PER_STEP, step)).length;
  }

  knownMessageIds(threadPk: number, messageIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#database.read((open) => knownMessages(open, threadPk, messageIds));
  }
}
