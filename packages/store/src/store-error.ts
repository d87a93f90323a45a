/**
 * `unavailable`: nobody knows whether it was carried out, try again. The others are final:
 * `access_denied` (credentials or permissions), `corrupt` (not a database, or a damaged one),
 * `newer_schema` (written by a later version), `migration_required`, `read_only`, `disk_full`,
 * `invalid_cursor` (of a thread list), `conflict`, `closed`.
 */
export type StoreErrorCode =
  | 'conflict'
  | 'invalid_cursor'
  | 'unavailable'
  | 'access_denied'
  | 'corrupt'
  | 'newer_schema'
  | 'migration_required'
  | 'read_only'
  | 'disk_full'
  | 'closed';

const BRAND = Symbol.for('flightdeck.StoreError');

/** A failure of a storage engine. The caller decides what it means to a client. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** Recognises the class across copies of this package. */
  readonly [BRAND] = true;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }

  static is(value: unknown): value is StoreError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
