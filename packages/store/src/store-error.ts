export type StoreErrorCode = 'conflict' | 'invalid_cursor' | 'unavailable' | 'migration_required';

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
