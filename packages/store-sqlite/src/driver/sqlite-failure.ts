/** Primary result codes of SQLite that make a difference to the caller. */
export const RESULT = {
  error: 1,
  perm: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** What SQLite complained about, the same for every driver. */
export class SqliteFailure extends Error {
  /** The primary result code. */
  readonly result: number;

  constructor(resultCode: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'SqliteFailure';
    // The extended codes have the primary one in their lowest byte.
    this.result = resultCode & 0xff;
  }

  /** Whether somebody else holds the lock: nothing was carried out, and it may succeed in a moment. */
  get isBusy(): boolean {
    return this.result === RESULT.busy || this.result === RESULT.locked;
  }
}
