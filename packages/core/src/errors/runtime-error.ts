import { ERROR_STATUS, type ErrorCode } from './error-code.js';

const BRAND = Symbol.for('flightdeck.RuntimeError');

export interface RuntimeErrorOptions extends ErrorOptions {
  /** The JSON body to answer with. Default `{ error: message, code }`. Must be safe for any client. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Overrides the status of the code, where the wire contract fixes another one. */
  readonly status?: number;
  /** Extra response headers, lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A request that cannot be carried out. Throw it anywhere below the handler; `error-reply.ts` is
 * the one place that turns it into a response. `cause` is for logs and never reaches the wire.
 */
export class RuntimeError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Recognises the class across copies of this package. */
  readonly [BRAND] = true;

  constructor(code: ErrorCode, message: string, options: RuntimeErrorOptions = {}) {
    super(message, options);
    this.name = 'RuntimeError';
    this.code = code;
    this.status = options.status ?? ERROR_STATUS[code];
    this.body = options.body ?? { error: message, code };
    this.headers = options.headers ?? {};
  }

  static is(value: unknown): value is RuntimeError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
