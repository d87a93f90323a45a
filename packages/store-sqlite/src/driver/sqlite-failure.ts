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

/** The text of anything thrown; not by its class, since drivers throw errors of another realm too. */
export function messageOf(error: unknown): string {
  const { message }: { message?: unknown } = Object(error);
  return typeof message === 'string' ? message : String(error);
}

/** What SQLite complained about, the same for every driver. */
export class SqliteFailure extends Error {
  /** The primary result code. */
  readonly result: number;

  constructor(resultCode: number, cause: unknown) {
    super(messageOf(cause), { cause });
    this.name = 'SqliteFailure';
    // The extended codes have the primary one in their lowest byte.
    this.result = resultCode & 0xff;
  }

  /** Whether somebody else holds the lock: nothing was carried out, and it may succeed in a moment. */
  get isBusy(): boolean {
    return this.result === RESULT.busy || this.result === RESULT.locked;
  }
}
