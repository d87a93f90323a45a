import { openLibsqlDriver } from './open-libsql-driver.js';
import { hasNodeSqlite, openNodeDriver } from './open-node-driver.js';
import type { SqliteDriver } from './sqlite-driver.js';

/** Which module brings SQLite. `auto` is Node's own where it has one, else `libsql`. */
export type SqliteDriverName = 'auto' | 'node' | 'libsql';

/** Opens one connection; the file is created if it is missing. */
export function openDriver(name: SqliteDriverName, file: string): Promise<SqliteDriver> {
  const useNode = name === 'node' || (name === 'auto' && hasNodeSqlite());
  return useNode ? openNodeDriver(file) : openLibsqlDriver(file);
}
