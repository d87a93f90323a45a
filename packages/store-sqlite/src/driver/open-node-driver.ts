import { BLOCKING_MS } from './sqlite-driver.js';
import type { SqliteDriver, SqlValue } from './sqlite-driver.js';
import { SqliteFailure } from './sqlite-failure.js';
import { fromRows, toBindings } from './sql-values.js';

/** What is used of `node:sqlite`; the types of Node 20 do not know it. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options: { readonly timeout: number }) => NodeDatabase;
}
interface NodeDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...parameters: SqlValue[]): { readonly changes: number | bigint };
    all(...parameters: SqlValue[]): unknown[];
  };
  close(): void;
}

/** Whether this version of Node has `node:sqlite` without a flag. */
export function hasNodeSqlite(version: string = process.versions.node): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 22) return minor >= 13;
  return major === 23 ? minor >= 4 : major > 23;
}

/** @throws SqliteFailure if the file cannot be opened */
export async function openNodeDriver(file: string): Promise<SqliteDriver> {
  // Not a literal: bundlers and the types of Node 20 would stumble over it.
  const name: string = 'node:sqlite';
  const { DatabaseSync } = (await import(name)) as NodeSqlite; // documented by Node, see above
  const database = guarded(() => new DatabaseSync(file, { timeout: BLOCKING_MS }));
  let open = true;
  return {
    name: 'node:sqlite',
    exec: (sql) => guarded(() => database.exec(sql)),
    prepare(sql) {
      const statement = guarded(() => database.prepare(sql));
      return {
        run: (parameters) =>
          guarded(() => Number(statement.run(...toBindings(parameters)).changes)),
        all: (parameters) => guarded(() => fromRows(statement.all(...toBindings(parameters)))),
      };
    },
    close() {
      if (!open) return;
      open = false;
      guarded(() => database.close());
    },
  };
}

function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { errcode }: { errcode?: unknown } = Object(error);
    if (typeof errcode !== 'number') throw error;
    throw new SqliteFailure(errcode, error);
  }
}
