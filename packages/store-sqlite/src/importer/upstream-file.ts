import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { StoreError } from '@flightdeck/store';

import { SqliteSession } from '../database/sqlite-session.js';
import { toStoreError } from '../database/store-failure.js';
import { openDriver, type SqliteDriverName } from '../driver/open-driver.js';
import type { SqliteDriver } from '../driver/sqlite-driver.js';
import { inChainOrder } from './chain-order.js';
import { integer, text, textOrNull } from '../rows/columns.js';

/** Where a run stands in the file. */
export interface UpstreamRunKey {
  readonly row: number;
  readonly threadId: string;
  readonly runId: string;
  readonly parentRunId: string | null;
}

/** A run as the file has it. */
export interface UpstreamRun extends UpstreamRunKey {
  /** `null` where they are not a JSON array. */
  readonly events: readonly unknown[] | null;
  /** `null` where it is not JSON. */
  readonly input: unknown;
}

const TABLE = `select 1 from sqlite_master where type = 'table' and name = 'agent_runs'`;
// Threads that were used last come last, so that they are first in the list afterwards.
const THREADS = `select thread_id from agent_runs group by thread_id
  order by max(created_at), max(id)`;
const RUNS = `select id, run_id, parent_run_id from agent_runs where thread_id = ?
  order by created_at, id`;
const RUN = 'select events, input from agent_runs where id = ?';

/** The runs of a file of upstream's SQLite runner, read from a copy: the file itself is never opened. */
export class UpstreamFile {
  readonly #folder: string;
  readonly #driver: SqliteDriver;
  readonly #session: SqliteSession;

  private constructor(folder: string, driver: SqliteDriver) {
    this.#folder = folder;
    this.#driver = driver;
    this.#session = new SqliteSession(driver);
  }

  /** @throws StoreError `access_denied` if it cannot be read, `corrupt` if it is something else */
  static async open(file: string, driverName: SqliteDriverName): Promise<UpstreamFile> {
    const folder = await mkdtemp(join(tmpdir(), 'flightdeck-import-'));
    let driver: SqliteDriver | null = null;
    try {
      driver = await openDriver(driverName, await copied(file, folder));
      const upstream = new UpstreamFile(folder, driver);
      if (upstream.#session.get(TABLE) !== undefined) return upstream;
      const message = `${basename(file)} has no table agent_runs: it is not upstream's`;
      throw new StoreError('corrupt', message);
    } catch (error) {
      driver?.close();
      await rm(folder, { recursive: true, force: true });
      throw toStoreError(error, basename(file));
    }
  }

  threadIds(): string[] {
    return this.#session.all(THREADS).map((row) => text(row, 'thread_id'));
  }

  /** The runs of a thread, each behind the one that it goes on from. */
  runsOf(threadId: string): UpstreamRunKey[] {
    const runs = this.#session.all(RUNS, threadId).map((row) => ({
      row: integer(row, 'id'),
      threadId,
      runId: text(row, 'run_id'),
      parentRunId: textOrNull(row, 'parent_run_id'),
    }));
    return inChainOrder(runs);
  }

  read(key: UpstreamRunKey): UpstreamRun {
    const row = this.#session.get(RUN, key.row);
    const events = parsed(row?.['events']);
    const input = parsed(row?.['input']);
    return { ...key, events: Array.isArray(events) ? events : null, input };
  }

  async close(): Promise<void> {
    this.#driver.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Copies what was committed too recently to be in the file itself as well. */
async function copied(file: string, folder: string): Promise<string> {
  const copy = join(folder, 'runs.db');
  try {
    await copyFile(file, copy);
  } catch (cause) {
    const message = `${basename(file)} cannot be read (${String(Object(cause).code)})`;
    throw new StoreError('access_denied', message, { cause });
  }
  await copyFile(`${file}-wal`, `${copy}-wal`).catch((error: unknown) => {
    if (Object(error).code !== 'ENOENT') throw error;
  });
  return copy;
}

function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return null;
  }
}
