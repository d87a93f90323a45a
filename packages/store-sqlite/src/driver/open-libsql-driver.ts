import { StoreError } from '@flightdeck/store';

import { BLOCKING_MS } from './sqlite-driver.js';
import type { SqliteDriver, SqlValue } from './sqlite-driver.js';
import { SqliteFailure } from './sqlite-failure.js';
import { fromRows, toBindings } from './sql-values.js';

/** What is used of the package `libsql`. */
type LibsqlDatabase = new (
  file: string,
  options: { readonly timeout: number },
) => {
  exec(sql: string): void;
  prepare(sql: string): {
    run(parameters: readonly SqlValue[]): { readonly changes: number };
    // Not get: it adds a column of its own and leaves the statement, and with it a lock, open.
    all(parameters: readonly SqlValue[]): unknown[];
  };
  close(): void;
};

/**
 * @param load imports the package
 * @throws SqliteFailure if the file cannot be opened
 * @throws StoreError `unavailable` if the package is not there
 */
export async function openLibsqlDriver(
  file: string,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<SqliteDriver> {
  const Database = await loadLibsql(load);
  const database = guarded(() => new Database(file, { timeout: BLOCKING_MS }));
  let open = true;
  return {
    name: 'libsql',
    exec: (sql) => guarded(() => database.exec(sql)),
    prepare(sql) {
      const statement = guarded(() => database.prepare(sql));
      return {
        run: (parameters) => guarded(() => statement.run(toBindings(parameters)).changes),
        all: (parameters) => guarded(() => fromRows(statement.all(toBindings(parameters)))),
      };
    },
    close() {
      if (!open) return;
      open = false;
      // The file stays open until the statements are collected as garbage: it has to be whole before.
      quietly(() => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
      guarded(() => database.close());
    },
  };
}

async function loadLibsql(load: (name: string) => Promise<unknown>): Promise<LibsqlDatabase> {
  try {
    // By a variable name: a bundler must leave the native module where it is.
    const loaded = (await load('libsql')) as { readonly default: LibsqlDatabase };
    return loaded.default;
  } catch (cause) {
    const message =
      `SQLite threads need the package libsql on Node ${process.versions.node}: ` +
      'run npm install libsql, or use Node 22.13 or later, which has SQLite built in';
    throw new StoreError('unavailable', message, { cause });
  }
}

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Others use the file, or it is damaged: then it is up to them, or too late.
  }
}

function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw translated(error);
  }
}

function translated(error: unknown): unknown {
  const { rawCode, message }: { rawCode?: unknown; message?: unknown } = Object(error);
  if (typeof rawCode === 'number') return new SqliteFailure(rawCode, error);
  const atOpen = /^ConnectionFailed\(.*: (\d+)"?\)$/s.exec(String(message));
  return atOpen === null ? error : new SqliteFailure(Number(atOpen[1]), error);
}
