import type { LogRead, LogSegment, ThreadHead } from '@flightdeck/store';
import {
  decodeFenceSpans,
  decodeSegment,
  type AppendRow,
  type AppendRowOutcome,
  type CursorFacts,
  type LogRows,
  type RunArchive,
  type RunRow,
} from '@flightdeck/store/engine';

import type { Database } from '../sql/database.js';
import {
  bytes,
  flag,
  integer,
  integerOrNull,
  rawText,
  text,
  textOrNull,
  type Row,
} from '../sql/row-fields.js';
import { toStoredKey } from '../sql/stored-text.js';
import { BROTLI, readBody, writeBody } from './archive-body.js';
import { appendValues, outcomeOfStored, stopOf } from './append-values.js';
import { archiveStatements, type ArchiveStatements } from './archive-statements.js';
import { logStatements, type LogStatements } from './log-statements.js';
import { toRun } from './run-columns.js';

/** For work that nobody waits for. */
const MAINTENANCE_MS = 30_000;

export class PostgresLogRows implements LogRows {
  readonly #database: Database;
  readonly #sql: LogStatements;
  readonly #archives: ArchiveStatements;

  constructor(database: Database, schema: string) {
    this.#database = database;
    this.#sql = logStatements(schema);
    this.#archives = archiveStatements(schema);
  }

  async append(rows: readonly AppendRow[]): Promise<readonly AppendRowOutcome[]> {
    if (rows.length === 0) return [];
    const written = await this.#database.urgent.rows(this.#sql.append, appendValues(rows));
    const outcomes = new Map<number, AppendRowOutcome>();
    for (const row of written) {
      outcomes.set(integer(row, 'threadPk'), { kind: 'ok', stop: stopOf(row) });
    }
    await this.#explain(
      rows.filter(({ threadPk }) => !outcomes.has(threadPk)),
      outcomes,
    );
    return rows.map(
      ({ threadPk }) => outcomes.get(threadPk) ?? { kind: 'fenced', currentFence: 0 },
    );
  }

  async read(threadPk: number, after: number, limitBytes: number): Promise<LogRead> {
    const rows = await this.#database.rows(this.#sql.read, [
      threadPk,
      Math.min(after, Number.MAX_SAFE_INTEGER),
      Math.min(Math.max(0, Math.floor(limitBytes)), Number.MAX_SAFE_INTEGER),
    ]);
    const segments = rows.map(toSegment);
    return { segments, upToDate: rows[0] === undefined || !flag(rows[0], 'more') };
  }

  async heads(threadPks: readonly number[]): Promise<readonly ThreadHead[]> {
    if (threadPks.length === 0) return [];
    const rows = await this.#database.rows(this.#sql.heads, [[...threadPks]]);
    return rows.map(toHead);
  }

  async cursorFacts(threadPk: number, seq: number): Promise<CursorFacts | null> {
    const [row] = await this.#database.rows(this.#sql.cursorHead, [threadPk, seq]);
    if (row === undefined) return null;
    const runPk = integerOrNull(row, 'runPk');
    const run = runPk === null ? null : await this.run(runPk);
    return { head: toHead(row), segmentFence: integerOrNull(row, 'segmentFence'), run };
  }

  async runs(threadPk: number, afterRunPk: number, limit: number): Promise<readonly RunRow[]> {
    const rows = await this.#database.rows(this.#archives.runs, [threadPk, afterRunPk, limit]);
    return rows.map(toRun);
  }

  async run(runPk: number): Promise<RunRow | null> {
    const [row] = await this.#database.rows(this.#archives.run, [runPk]);
    return row === undefined ? null : toRun(row);
  }

  async archive(runPk: number): Promise<RunArchive | null> {
    const [row] = await this.#database.rows(this.#archives.archive, [runPk]);
    if (row === undefined) return null;
    const events = await readBody(integer(row, 'codec'), bytes(row, 'body'));
    return { events, fences: decodeFenceSpans(rawText(row, 'fences')) };
  }

  async writeArchive(run: RunRow, archive: RunArchive): Promise<void> {
    const { body, rawBytes } = await writeBody(archive.events);
    const fences = JSON.stringify(archive.fences);
    await this.#database.rows(this.#archives.write, [run.runPk, BROTLI, rawBytes, fences, body]);
  }

  async runsToCompact(minAgeMs: number, limit: number): Promise<readonly RunRow[]> {
    const rows = await this.#database.rows(this.#archives.due, [minAgeMs, limit]);
    return rows.map(toRun);
  }

  async dropRaw(minAgeMs: number, limit: number): Promise<number> {
    const [row] = await this.#database.transaction(MAINTENANCE_MS, (session) =>
      session.rows(this.#archives.dropRaw, [minAgeMs, limit]),
    );
    return integer(row ?? {}, 'many');
  }

  async knownMessageIds(
    threadPk: number,
    messageIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (messageIds.length === 0) return new Set();
    const keys = messageIds.map(toStoredKey);
    const rows = await this.#database.rows(this.#sql.knownMessageIds, [threadPk, keys]);
    const known = new Set(rows.map((row) => rawText(row, 'id')));
    return new Set(messageIds.filter((_id, index) => known.has(keys[index] ?? '')));
  }

  /** Tells what is stored already from what is fenced. */
  async #explain(
    missing: readonly AppendRow[],
    outcomes: Map<number, AppendRowOutcome>,
  ): Promise<void> {
    if (missing.length === 0) return;
    const rows = await this.#database.urgent.rows(this.#sql.appended, [
      missing.map(({ threadPk }) => threadPk),
      missing.map(({ runPk }) => runPk),
      missing.map(({ firstSeq }) => firstSeq),
      missing.map(({ lastSeq }) => lastSeq),
    ]);
    const facts = new Map(rows.map((row) => [integer(row, 'threadPk'), row]));
    for (const item of missing) {
      outcomes.set(item.threadPk, outcomeOfStored(item, facts.get(item.threadPk) ?? {}));
    }
  }
}

function toSegment(row: Row): LogSegment {
  return {
    firstSeq: integer(row, 'firstSeq'),
    lastSeq: integer(row, 'lastSeq'),
    fence: integer(row, 'fence'),
    runPk: integer(row, 'runPk'),
    // Events are JSON, which escapes whatever PostgreSQL could not store.
    events: decodeSegment(rawText(row, 'body')),
  };
}

function toHead(row: Row): ThreadHead {
  return {
    threadPk: integer(row, 'threadPk'),
    nextSeq: integer(row, 'nextSeq'),
    fence: integer(row, 'fence'),
    activeRunId: textOrNull(row, 'activeRunId'),
    ownerNode: row['ownerNode'] === null ? null : text(row, 'ownerNode'),
  };
}
