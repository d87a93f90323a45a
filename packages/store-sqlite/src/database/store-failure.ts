import { StoreError, type StoreErrorCode } from '@flightdeck/store';

import { messageOf, RESULT, SqliteFailure } from '../driver/sqlite-failure.js';

const LOCKED = 'stays locked by another connection: end long transactions of other programs';

/** What a result code means, and what to do about it; read behind the name of the file. */
const VERDICTS: ReadonlyMap<number, readonly [StoreErrorCode, string]> = new Map<
  number,
  readonly [StoreErrorCode, string]
>([
  [RESULT.error, ['corrupt', 'lacks a table of this store: restore a backup, or use another file']],
  [RESULT.perm, ['access_denied', 'may not be used: check its permissions']],
  [RESULT.busy, ['unavailable', LOCKED]],
  [RESULT.locked, ['unavailable', LOCKED]],
  [RESULT.readOnly, ['read_only', 'cannot be written to: make the file and its folder writable']],
  [RESULT.ioError, ['unavailable', 'cannot be read or written: check the disk']],
  [RESULT.corrupt, ['corrupt', 'is damaged: restore a backup, or move it away to begin anew']],
  [RESULT.full, ['disk_full', 'cannot grow: free space on the disk']],
  [RESULT.cannotOpen, ['access_denied', 'cannot be opened: check the path and its permissions']],
  [
    RESULT.notADatabase,
    ['corrupt', 'is not a SQLite database: use another file, or move it away to begin anew'],
  ],
]);

/** Any failure of the database as the one error that callers expect. */
export function toStoreError(error: unknown, file: string): StoreError {
  if (StoreError.is(error)) return error;
  const result = error instanceof SqliteFailure ? error.result : -1;
  const [code, advice] = VERDICTS.get(result) ?? ['unavailable', 'failed'];
  return new StoreError(code, `The thread store ${file} ${advice} (${messageOf(error)})`, {
    cause: error,
  });
}
