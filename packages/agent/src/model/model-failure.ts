/** Why a model could not answer: the `code` of `RUN_ERROR` (agent.md 18.3). */
export type ModelFailureCode =
  | 'invalid_model'
  | 'auth_failed'
  | 'rate_limited'
  | 'context_length'
  | 'content_filter'
  | 'provider_unavailable'
  | 'timeout'
  | 'bad_request'
  | 'incomplete_stream'
  | 'internal';

export interface ModelFailureDetails {
  /** The HTTP status of the provider's answer. */
  readonly status?: number | undefined;
  /** @default false */
  readonly retryable?: boolean | undefined;
  /** How long the provider asks to wait, in milliseconds from when the failure was made. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * A model that could not be loaded or asked. The message is for developers: at most 500 characters,
 * without keys, request bodies or pages of HTML.
 *
 * `cause` is what the provider's library threw, and may hold the whole conversation: it is not
 * enumerable, and printing the failure does not print it (D14).
 */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly code: ModelFailureCode;
  readonly status: number | undefined;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ModelFailureCode, message: string, details: ModelFailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** What Node prints for the failure: all but the cause. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.stack ?? `${this.name}: ${this.message}`} { code: '${this.code}' }`;
  }
}
