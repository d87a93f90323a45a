import { setImmediate as nextTurn } from 'node:timers/promises';

import { StoreError } from '@flightdeck/store';

import { openDriver, type SqliteDriverName } from '../driver/open-driver.js';
import type { SqliteDriver } from '../driver/sqlite-driver.js';
import { migrate } from '../schema/migrate.js';
import { patiently } from './patience.js';
import { prepareFile } from './prepare-file.js';
import { SqliteSession } from './sqlite-session.js';
import { toStoreError } from './store-failure.js';

export interface SqliteDatabaseOptions {
  readonly file: string;
  /** How messages call the file. */
  readonly name: string;
  readonly driver: SqliteDriverName;
  /** How long locks of others are waited for. */
  readonly busyTimeoutMs: number;
  /** Runs on each new connection; for tests that need a limit or a look. */
  readonly onOpen?: (session: SqliteSession) => void;
}

export interface WriteOptions {
  /** Whether the commit, and every earlier one, survives a power loss; it waits for the disk. */
  readonly durable?: boolean;
}

const SETTINGS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = NORMAL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA temp_store = MEMORY',
  // 16 MiB: what is read again soon; the rest is in the cache of the system.
  'PRAGMA cache_size = -16384',
  'PRAGMA wal_autocheckpoint = 1000',
  'PRAGMA journal_size_limit = 33554432',
];

/** Calls in a row take no longer without a turn of the event loop, except for a single one. */
const LONGEST_HOLD_UP_MS = 10;

interface Connection {
  readonly driver: SqliteDriver;
  readonly session: SqliteSession;
}

/**
 * One connection to the file. Bodies are synchronous, so nothing of this process comes between the
 * statements of a transaction; a lock of another connection is waited for without holding up the
 * process, and then the whole body runs again.
 */
export class SqliteDatabase {
  readonly #options: SqliteDatabaseOptions;
  #connection: Connection | null = null;
  #synchronous: 'FULL' | 'NORMAL' = 'NORMAL';
  #dataVersion: unknown = null;
  /** Settles when all writes so far have: one waits for the lock of others at a time. */
  #written: Promise<unknown> = Promise.resolve();
  /** How long calls have held up the process since they last let others run. */
  #heldUpMs = 0;
  /** Resolves with the next turn of the event loop. */
  #turn: Promise<void> | null = null;

  constructor(options: SqliteDatabaseOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    if (this.#connection !== null) return;
    const { file, driver: choice, name } = this.#options;
    let driver: SqliteDriver | null = null;
    try {
      await prepareFile(file);
      driver = await patiently(this.#deadline(), () => openDriver(choice, file));
      await this.#setUp({ driver, session: new SqliteSession(driver) });
    } catch (error) {
      this.#connection = null;
      driver?.close();
      throw toStoreError(error, name);
    }
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = null;
    try {
      connection?.driver.close();
    } catch (error) {
      throw toStoreError(error, this.#options.name);
    }
  }

  /** Runs one statement, or several that need not see the same moment. */
  read<T>(body: (session: SqliteSession) => T): Promise<T> {
    return this.#read(() => body(this.#open().session));
  }

  /** Runs statements that all see the same moment. */
  snapshot<T>(body: (session: SqliteSession) => T): Promise<T> {
    return this.#read(() => this.#transaction('BEGIN', body));
  }

  /** Runs statements of which either all take effect or none. */
  write<T>(body: (session: SqliteSession) => T, options: WriteOptions = {}): Promise<T> {
    const deadline = this.#deadline();
    const attempt = (): T => {
      this.#synchronize(options.durable === true ? 'FULL' : 'NORMAL');
      return this.#transaction('BEGIN IMMEDIATE', body);
    };
    // Each attempt holds up the process for a moment: many at once would add up.
    const written = this.#written.then(async () => {
      await this.#letOthersRun();
      return this.#carryOut(attempt, deadline);
    });
    this.#written = written.catch(() => undefined);
    return written;
  }

  /** Whether another connection may have written since this was asked last. */
  hasForeignWrites(): boolean {
    if (this.#connection === null) return false;
    try {
      const version = this.#connection.session.get('PRAGMA data_version')?.['data_version'];
      const changed = version !== this.#dataVersion;
      this.#dataVersion = version;
      return changed;
    } catch {
      // Locked for a moment, most likely because somebody writes.
      return true;
    }
  }

  #open(): Connection {
    if (this.#connection !== null) return this.#connection;
    throw new StoreError('closed', `The thread store ${this.#options.name} is not open`);
  }

  async #setUp(connection: Connection): Promise<void> {
    const { name, onOpen } = this.#options;
    const { driver, session } = connection;
    await patiently(this.#deadline(), () => {
      for (const setting of SETTINGS) driver.exec(setting);
    });
    this.#connection = connection;
    this.#synchronous = 'NORMAL';
    await this.write((open) => migrate(open, name), { durable: true });
    onOpen?.(session);
    this.hasForeignWrites();
  }

  #synchronize(level: 'FULL' | 'NORMAL'): void {
    if (this.#synchronous === level) return;
    this.#open().driver.exec(`PRAGMA synchronous = ${level}`);
    this.#synchronous = level;
  }

  #transaction<T>(begin: string, body: (session: SqliteSession) => T): T {
    const { driver, session } = this.#open();
    driver.exec(begin);
    try {
      const result = body(session);
      driver.exec('COMMIT');
      return result;
    } catch (error) {
      rollBack(driver);
      throw error;
    }
  }

  async #read<T>(action: () => T): Promise<T> {
    await this.#letOthersRun();
    return this.#carryOut(action);
  }

  async #letOthersRun(): Promise<void> {
    while (this.#heldUpMs >= LONGEST_HOLD_UP_MS) {
      this.#turn ??= nextTurn().then(() => {
        this.#heldUpMs = 0;
        this.#turn = null;
      });
      await this.#turn;
    }
  }

  #timed<T>(action: () => T): T {
    const begun = performance.now();
    try {
      return action();
    } finally {
      this.#heldUpMs += performance.now() - begun;
    }
  }

  #deadline(): number {
    return performance.now() + this.#options.busyTimeoutMs;
  }

  async #carryOut<T>(action: () => T, deadline = this.#deadline()): Promise<T> {
    try {
      return await patiently(deadline, () => this.#timed(action));
    } catch (error) {
      throw toStoreError(error, this.#options.name);
    }
  }
}

function rollBack(driver: SqliteDriver): void {
  try {
    driver.exec('ROLLBACK');
  } catch {
    // SQLite rolls back by itself after some failures, and then there is nothing left to end.
  }
}
